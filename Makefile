# make          the extension (PGXS; honours PG_CONFIG)
# make world    the extension and the applier
# make install  the extension into the PostgreSQL that PG_CONFIG names
# make demo     the main job on throwaway servers
# make check    all tests; parts: check-unit, check-threads, check-regress, check-integration,
#               check-demo (TESTS="name ..." MYSQL=mariadb|mysql PGVERSION=18)
# make soak     tests that take long (TESTS, MYSQL, PGVERSION, ROWS); not part of check
# make check-sanitize   unit and integration tests under the sanitizers; not part of check
# make bench    how fast it is, against PostgreSQL's own replication (MYSQL, SCALE, ROUNDS, ONLY)
# make format   the C++ sources as .clang-format has them

WHOLE = setup world demo bench format check check-unit check-threads check-regress check-integration \
  check-demo check-sanitize soak
ifneq ($(filter $(WHOLE),$(MAKECMDGOALS)),)

# Without PGXS: it may be missing still, and it refuses `make check`.
.PHONY: $(WHOLE) all clean
.NOTPARALLEL:

check: check-unit check-threads check-regress check-integration check-demo

check-unit: world
	ctest --test-dir build/release --output-on-failure --no-tests=error

check-threads: setup
	scripts/check-sanitize threads

check-sanitize: world
	scripts/check-sanitize

check-regress: world
	scripts/check-regress

check-integration: world
	scripts/check-integration

soak: world
	scripts/soak

check-demo: world
	scripts/check-demo

demo: world
	scripts/demo

bench: world
	scripts/bench

# With clang-format 14, Debian 12's.
format:
	git ls-files '*.cpp' '*.hpp' | xargs clang-format -i

world: all
	cmake --preset release
	cmake --build --preset release

all clean: setup
	+$(MAKE) $@

setup:
	@scripts/setup

else

EXTENSION = wal2mysql
DATA = sql/wal2mysql--1.0.sql
MODULE_big = wal2mysql

# In the order of a row's way.
OBJS = \
	plugin/plugin.o \
	plugin/target.o \
	plugin/options.o \
	plugin/output_settings.o \
	plugin/publication.o \
	plugin/replica_identity.o \
	plugin/column_type.o \
	plugin/column_width.o \
	plugin/type_map.o \
	plugin/enum_type.o \
	plugin/numeric.o \
	plugin/money.o \
	plugin/server_text.o \
	plugin/json_limits.o \
	plugin/json_shape.o \
	plugin/vector_type.o \
	plugin/extension_types.o \
	plugin/text_columns.o \
	plugin/table_limits.o \
	plugin/value_encoder.o \
	plugin/heartbeat.o \
	plugin/relation_description.o \
	plugin/column_list.o \
	plugin/partition_root.o \
	plugin/row_filter.o \
	plugin/published_relation.o \
	plugin/relation_cache.o \
	plugin/error_prefix.o \
	plugin/rules.o \
	plugin/rule_restrictions.o \
	plugin/rule_expression.o \
	plugin/catalog_changes.o \
	plugin/catalog_versions.o \
	plugin/untold_rows.o \
	plugin/row_expression.o \
	plugin/rule_columns.o \
	plugin/rule_condition.o \
	plugin/virtual_columns.o \
	plugin/row_encoder.o \
	plugin/change_encoder.o \
	plugin/transaction.o \
	plugin/frame_buffer.o \
	plugin/frame_sink.o \
	plugin/readable_table.o \
	plugin/copy_rows.o \
	plugin/describe_relation.o \
	plugin/json_text.o \
	plugin/frame_to_jsonb.o \
	frame/reader.o \
	frame/message_reader.o

PG_CPPFLAGS = -I$(srcdir) -DMSGPACK_NO_BOOST -isystem $(shell $(PG_CONFIG) --includedir-server)
PG_CXXFLAGS = -std=c++20 -fno-exceptions -fno-rtti -Wall -Wextra -Wno-register

# A decoding plugin is never inlined into a query, so it needs no bitcode.
override with_llvm = no

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)

# A PostgreSQL may have been built by a newer compiler, whose options ours need not know.
TOO_NEW = -fexcess-precision=standard -Wmissing-variable-declarations
override CXXFLAGS := $(filter-out $(TOO_NEW),$(CXXFLAGS))
override CFLAGS := $(filter-out $(TOO_NEW),$(CFLAGS))

$(OBJS): $(wildcard $(srcdir)/plugin/*.hpp $(srcdir)/frame/*.hpp)

endif
