# make          the extension (PGXS; honours PG_CONFIG)
# make world    the extension and the applier
# make install  the extension into the PostgreSQL that PG_CONFIG names
# make demo     the main job on throwaway servers
# make check    all tests; parts: check-unit, check-regress, check-integration

EXTENSION = wal2mysql
DATA = sql/wal2mysql--1.0.sql
MODULE_big = wal2mysql

# In the order of a row's way.
OBJS = \
	plugin/plugin.o \
	frame/reader.o \
	frame/message_reader.o

PG_CPPFLAGS = -I$(srcdir) -DMSGPACK_NO_BOOST -isystem $(shell $(PG_CONFIG) --includedir-server)
PG_CXXFLAGS = -std=c++20 -fno-exceptions -fno-rtti -Wall -Wextra -Wno-register

# A decoding plugin is never inlined into a query, so it needs no bitcode.
override with_llvm = no

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)
