// SPDX-License-Identifier: PostgreSQL
#include "plugin/money.hpp"

namespace plugin {
namespace {

constexpr int kDecimals = 2;

// As cash_in() and cash_out() have it.  C and POSIX do not say.
int decimals_of(const char* lc_monetary) {
  constexpr int kDecimalsMax = 10;
  const int level = NewGUCNestLevel();
  set_config_option("lc_monetary", lc_monetary, PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true,
                    0, false);
  const int decimals = PGLC_localeconv()->frac_digits;
  AtEOXact_GUC(true, level);
  return decimals < 0 || decimals > kDecimalsMax ? kDecimals : decimals;
}

}  // namespace

// DECIMALs of other scales were rejected: a column of the target does not tell by which scale its
// rows were written, and after a change of lc_monetary the same integers are other amounts.
void require_two_decimals() {
  const char* lc_monetary = GetConfigOptionResetString("lc_monetary");
  const int decimals = decimals_of(lc_monetary);
  if (decimals == kDecimals) return;
  ereport(ERROR, errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
          errmsg("money with %d decimals cannot be sent", decimals),
          errdetail("Amounts are sent with %d decimals; by lc_monetary = \"%s\" they have %d.",
                    kDecimals, lc_monetary, decimals),
          errhint("Use numeric instead of money, or leave the table out of the publication. If the "
                  "amounts do have %d decimals, give the role that replicates another lc_monetary "
                  "by ALTER ROLE.",
                  kDecimals));
}

std::string_view money_text(Cash amount, char (&text)[kMoneyBytesMax]) {
  const std::uint64_t cents =
      amount < 0 ? -static_cast<std::uint64_t>(amount) : static_cast<std::uint64_t>(amount);
  const int length = snprintf(text, sizeof text, "%s" UINT64_FORMAT ".%02d", amount < 0 ? "-" : "",
                              cents / 100, static_cast<int>(cents % 100));
  return {text, static_cast<std::size_t>(length)};
}

}  // namespace plugin
