// SPDX-License-Identifier: PostgreSQL
#include "plugin/options.hpp"

#include "plugin/text_columns.hpp"

namespace plugin {
namespace {

struct Given {
  std::uint32_t version_min = frame::kProtocolVersionMin;
  std::uint32_t version_max = frame::kProtocolVersionMax;
  List* publication_names = NIL;
  Target target = default_target();
  bool hashes_long_keys = false;
  List* text_columns = NIL;
  std::uint64_t since_xid = 0;
  HTAB* rules = nullptr;
  const char* heartbeat = nullptr;
  bool local_only = false;
  List* relations = NIL;
};

std::uint32_t parse_version(const char* name, const char* text) {
  std::uint32_t version = 0;
  for (const char* digit = text; *digit != '\0' || digit == text; ++digit) {
    if (*digit < '0' || *digit > '9' || version > 99999)
      ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
              errmsg("option \"%s\" takes a protocol version, not \"%s\"", name, text));
    version = version * 10 + static_cast<std::uint32_t>(*digit - '0');
  }
  return version;
}

List* parse_names(const char* name, const char* text) {
  List* names = NIL;
  if (!SplitIdentifierString(pstrdup(text), ',', &names) || names == NIL)
    ereport(ERROR, errcode(ERRCODE_INVALID_NAME),
            errmsg("option \"%s\" takes a list of names, not \"%s\"", name, text),
            errhint("Separate names by commas; double-quote a name that has capitals or blanks."));
  return names;
}

bool parse_long_text_keys(const char* name, const char* text) {
  if (std::strcmp(text, "hash") == 0) return true;
  if (std::strcmp(text, "error") == 0) return false;
  ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
          errmsg("option \"%s\" takes \"error\" or \"hash\", not \"%s\"", name, text));
}

std::uint64_t parse_transaction(const char* name, const char* text) {
  char* end = nullptr;
  errno = 0;
  const std::uint64_t number = strtou64(text, &end, 10);
  if (errno != 0 || end == text || *end != '\0' || *text < '0' || *text > '9')
    ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
            errmsg("option \"%s\" takes a transaction of 64 bits, not \"%s\"", name, text));
  return number;
}

// As of a subscription: "none" are changes of no replication origin.
bool parse_origin(const char* name, const char* text) {
  if (std::strcmp(text, "none") == 0) return true;
  if (std::strcmp(text, "any") == 0) return false;
  ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
          errmsg("option \"%s\" takes \"any\" or \"none\", not \"%s\"", name, text));
}

List* parse_relations(const char* name, const char* text) {
  List* relations = NIL;
  for (const char* at = text;; ++at) {
    char* end = nullptr;
    errno = 0;
    const unsigned long number = strtoul(at, &end, 10);
    if (errno != 0 || end == at || *at < '0' || *at > '9' || number == InvalidOid ||
        number > OID_MAX || (*end != ',' && *end != '\0'))
      ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
              errmsg("option \"%s\" takes a list of oids, not \"%s\"", name, text));
    relations = list_append_unique_oid(relations, static_cast<Oid>(number));
    if (*end == '\0') return relations;
    at = end;
  }
}

struct Option {
  const char* name;
  void (*parse)(Given& given, const char* name, const char* text);
};

constexpr Option kOptions[] = {
    {"protocol_version_min",
     [](Given& given, const char* name, const char* text) {
       given.version_min = parse_version(name, text);
     }},
    {"protocol_version_max",
     [](Given& given, const char* name, const char* text) {
       given.version_max = parse_version(name, text);
     }},
    {"publication_names",
     [](Given& given, const char* name, const char* text) {
       given.publication_names = parse_names(name, text);
     }},
    {"target",
     [](Given& given, const char*, const char* text) { given.target = parse_target(text); }},
    {"long_text_keys",
     [](Given& given, const char* name, const char* text) {
       given.hashes_long_keys = parse_long_text_keys(name, text);
     }},
    {"text_columns", [](Given& given, const char* name,
                        const char* text) { given.text_columns = parse_text_columns(name, text); }},
    {"since_xid", [](Given& given, const char* name,
                     const char* text) { given.since_xid = parse_transaction(name, text); }},
    {"rules", [](Given& given, const char* name,
                 const char* text) { given.rules = parse_rules(name, text); }},
    {"heartbeat",
     [](Given& given, const char*, const char* text) { given.heartbeat = pstrdup(text); }},
    {"origin", [](Given& given, const char* name,
                  const char* text) { given.local_only = parse_origin(name, text); }},
    {"relations", [](Given& given, const char* name,
                     const char* text) { given.relations = parse_relations(name, text); }},
};
constexpr int kOptionCount = lengthof(kOptions);

int find_option(const char* name) {
  for (int i = 0; i < kOptionCount; ++i)
    if (std::strcmp(kOptions[i].name, name) == 0) return i;
  StringInfoData known;
  initStringInfo(&known);
  for (const Option& option : kOptions)
    appendStringInfo(&known, "%s%s", known.len == 0 ? "" : ", ", option.name);
  ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
          errmsg("option \"%s\" is not known to output plugin \"wal2mysql\"", name),
          errhint("The options are %s.", known.data));
}

std::uint32_t choose_version(const Given& given) {
  const std::uint32_t lowest = Max(given.version_min, frame::kProtocolVersionMin);
  const std::uint32_t highest = Min(given.version_max, frame::kProtocolVersionMax);
  if (given.version_min > given.version_max)
    ereport(
        ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
        errmsg("protocol version range %u to %u is empty", given.version_min, given.version_max));
  if (lowest > highest)
    ereport(ERROR, errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
            errmsg("the two sides have no protocol version in common"),
            errdetail("The applier speaks %u to %u, the plugin speaks %u to %u.", given.version_min,
                      given.version_max, frame::kProtocolVersionMin, frame::kProtocolVersionMax),
            errhint("Upgrade the %s.", given.version_min > frame::kProtocolVersionMax
                                           ? "wal2mysql extension on this server"
                                           : "wal2mysql applier"));
  return highest;
}

}  // namespace

Options parse_options(List* definitions) {
  Given given;
  bool seen[kOptionCount] = {};
  ListCell* cell;
  foreach (cell, definitions) {
    auto* definition = static_cast<DefElem*>(lfirst(cell));
    const int option = find_option(definition->defname);
    if (seen[option])
      ereport(ERROR, errcode(ERRCODE_SYNTAX_ERROR),
              errmsg("option \"%s\" is given more than once", definition->defname));
    seen[option] = true;
    if (definition->arg == nullptr)
      ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
              errmsg("option \"%s\" has no value", definition->defname));
    kOptions[option].parse(given, definition->defname, strVal(definition->arg));
  }
  given.target.hashes_long_keys = given.hashes_long_keys;
  return {choose_version(given), given.publication_names, given.target,    given.text_columns,
          given.rules,           given.since_xid,         given.heartbeat, given.local_only,
          given.relations};
}

Options parse_options(ArrayType* names_and_values) {
  Datum* texts = nullptr;
  bool* nulls = nullptr;
  int count = 0;
  deconstruct_array(names_and_values, TEXTOID, -1, false, TYPALIGN_INT, &texts, &nulls, &count);
  if (count % 2 != 0)
    ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
            errmsg("options come in pairs of a name and a value"));
  List* definitions = NIL;
  for (int i = 0; i < count; i += 2) {
    if (nulls[i])
      ereport(ERROR, errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
              errmsg("the name of an option is null"));
    Node* value = nulls[i + 1]
                      ? nullptr
                      : reinterpret_cast<Node*>(makeString(TextDatumGetCString(texts[i + 1])));
    definitions = lappend(definitions, makeDefElem(TextDatumGetCString(texts[i]), value, -1));
  }
  return parse_options(definitions);
}

}  // namespace plugin
