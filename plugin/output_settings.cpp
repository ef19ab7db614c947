// SPDX-License-Identifier: PostgreSQL
#include "plugin/output_settings.hpp"

namespace plugin {
namespace {

struct Setting {
  const char* name;
  const char* value;
};

constexpr Setting kSettings[] = {
    {"datestyle", "ISO, YMD"},
    {"intervalstyle", "iso_8601"},
    {"timezone", "UTC"},
    {"extra_float_digits", "1"},
    {"bytea_output", "hex"},
    {"lc_monetary", "C"},
    {"search_path", "pg_catalog, pg_temp"},
    {"quote_all_identifiers", "off"},
    {"xmlbinary", "base64"},
    {"xmloption", "content"},
    {"array_nulls", "on"},
    {"standard_conforming_strings", "on"},
    {"backslash_quote", "safe_encoding"},
    {"transform_null_equals", "off"},
};

constexpr int kWholeSession = 0;

}  // namespace

int pin_output_settings() {
  const bool in_transaction = IsTransactionState();
  const int level = in_transaction ? NewGUCNestLevel() : kWholeSession;
  const GucAction action = in_transaction ? GUC_ACTION_SAVE : GUC_ACTION_SET;
  for (const Setting& setting : kSettings)
    set_config_option(setting.name, setting.value, PGC_USERSET, PGC_S_SESSION, action, true, 0,
                      false);
  return level;
}

void unpin_output_settings(int pinned) {
  if (pinned != kWholeSession) AtEOXact_GUC(true, pinned);
}

}  // namespace plugin
