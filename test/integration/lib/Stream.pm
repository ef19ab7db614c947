# One stream: its configuration file, its applier, and what a test asks of both.
#
#   my $stream = Stream->new(name => 'demo', source => $node, target => $mysql_server);
#   $stream->start;
#   $stream->wait_for_catchup;
#   is($stream->differences, '', 'every row of every table is equal');
#
# The source is anything with connstr and safe_psql, as PostgreSQL::Test::Cluster.
package Stream;

use strict;
use warnings;

use Carp;
use Time::HiRes qw(sleep time);

use Process;
use Scratch;
use TableComparison qw(compare_table);

my $patience_s = $ENV{PG_TEST_TIMEOUT_DEFAULT} || 180;

# log:    path of the applier's log, which grows over restarts; undef lets it write where
#         its starter does.
# config: { section => { key => value } }, over the values a stream needs anyway; undef
#         leaves a key out.
# rules:  text that stands at the end of the configuration file.
sub new
{
	my ($class, %wish) = @_;
	my $name = $wish{name} || 'demo';
	my $folder = Scratch::folder('stream');
	my $self = bless {
		name => $name,
		source => $wish{source},
		target => $wish{target},
		publications => $wish{publications} || [$name],
		rules => $wish{rules} // '',
		program => $wish{program} || $ENV{WAL2MYSQL} || 'wal2mysql',
		folder => $folder,
		log => exists $wish{log} ? $wish{log} : "$folder/log",
		log_start => 0,
	}, $class;
	$self->configure(%{ $wish{config} || {} });
	return $self;
}

sub name { return $_[0]{name} }
sub slot { return "wal2mysql_$_[0]{name}" }
sub pid { return $_[0]{process}->pid }
sub config_path { return "$_[0]{folder}/$_[0]{name}.toml" }

# Writes the configuration file anew.
sub configure
{
	my ($self, %config) = @_;
	my %section = (
		stream => { name => $self->{name} },
		source => {
			connection => $self->{source}->connstr('postgres'),
			publications => $self->{publications},
		},
		target => { socket => $self->{target}->socket, user => 'root' },
		# Tests wait for what they do themselves, and break what it brings.
		heartbeat => { interval_ms => 0 });
	while (my ($section, $values) = each %config)
	{
		$section{$section} = { %{ $section{$section} || {} }, %$values };
	}
	$self->{database} = $section{target}{database} // 'postgres';
	open my $file, '>', $self->config_path or croak $self->config_path . ": $!";
	for my $section (sort keys %section)
	{
		print $file "[$section]\n";
		my $values = $section{$section};
		print $file "$_ = " . toml($values->{$_}) . "\n"
		  for grep { defined $values->{$_} } sort keys %$values;
	}
	print $file $self->{rules};
	close $file or croak $self->config_path . ": $!";
	return;
}

# The first line of the configuration file that matches, as "file:number".
sub config_line
{
	my ($self, $pattern) = @_;
	open my $file, '<', $self->config_path or croak $self->config_path . ": $!";
	while (my $line = <$file>)
	{
		return $self->config_path . ":$." if $line =~ $pattern;
	}
	croak $self->config_path . " has no line that matches $pattern";
}

sub start
{
	my ($self) = @_;
	croak 'the applier runs already' if $self->{process};
	$self->{log_start} = defined $self->{log} && -s $self->{log} || 0;
	$self->{process} =
	  Process->start($self->{log}, $self->{program}, 'run', $self->config_path);
	return $self;
}

# Asks the applier to finish; returns its exit status.
sub stop
{
	my ($self) = @_;
	$self->{process}->signal('TERM');
	return $self->wait_for_exit;
}

sub kill9
{
	my ($self) = @_;
	(delete $self->{process})->kill9;
	return $self;
}

# The applier's exit status, or 'signal N'.
sub wait_for_exit
{
	my ($self) = @_;
	return (delete $self->{process})->wait($patience_s);
}

# What the applier wrote since it was last started.
sub log_text
{
	my ($self) = @_;
	defined $self->{log} && open my $log, '<', $self->{log} or return '';
	seek $log, $self->{log_start}, 0;
	local $/;
	return scalar(<$log>) // '';
}

sub wait_for_log
{
	my ($self, $pattern) = @_;
	$self->wait_until("the applier says $pattern", sub { $self->log_text =~ $pattern });
	return;
}

# Waits until everything committed so far is in the target: the slot is acknowledged up to
# what the target has made durable, so an acknowledged position says that it is there.  The
# position is that of a record after those commits, which is flushed when it is committed
# itself; the flush position alone may lie within a record that nobody completes.  Tables that join
# meanwhile are part of the stream then.
sub wait_for_catchup
{
	my ($self) = @_;
	my $lsn = $self->{source}->safe_psql('postgres', q{SELECT pg_logical_emit_message(true, '', '')});
	my $caught_up = sprintf q{SELECT confirmed_flush_lsn >= '%s'::pg_lsn
		FROM pg_replication_slots WHERE slot_name = '%s'}, $lsn, $self->slot;
	$self->wait_until(
		"the slot is acknowledged up to $lsn",
		sub { $self->{source}->safe_psql('postgres', $caught_up) eq 't' });
	my $joining = "SELECT COUNT(*) FROM wal2mysql.stream WHERE stream = '$self->{name}+sync'";
	$self->wait_until('tables that join have joined',
		sub { (eval { $self->{target}->value($joining) } // -1) == 0 });
	return;
}

# Waits until every published table has been copied.
sub wait_for_copy
{
	my ($self) = @_;
	my $tables = $self->tables;
	my $copied = sprintf q{SELECT COUNT(*) FROM wal2mysql.table_state
		WHERE stream = '%s' AND state = 'copied'}, $self->{name};
	$self->wait_until(
		"all $tables tables are copied",
		sub { (eval { $self->{target}->value($copied) } // -1) == $tables });
	return;
}

# Waits for a condition; dies when the applier ends first, or when it takes too long.
sub wait_until
{
	my ($self, $description, $condition) = @_;
	my $deadline = time + $patience_s;
	until ($condition->())
	{
		croak "the applier ended before $description:\n" . $self->last_words
		  unless $self->{process}->running;
		croak "waited in vain until $description:\n" . $self->last_words if time > $deadline;
		sleep 0.03;
	}
	return;
}

# The published tables, as [schema, table, database of the target, filter of its rows, columns];
# without a filter or list of columns the last two are undef.  What is published as an ancestor is
# not among them.
sub tables
{
	my ($self) = @_;
	my $names = join ', ', map { "'$_'" } @{ $self->{publications} };
	my @lines = split /\n/, $self->{source}->safe_psql('postgres', <<~SQL);
		WITH listed AS (
			SELECT c.oid, c.relkind, schemaname, tablename, rowfilter,
				(SELECT prattrs FROM pg_publication_rel WHERE prrelid = c.oid AND prpubid = p.oid) AS columns
			FROM pg_publication_tables JOIN pg_publication p USING (pubname)
			  JOIN pg_class c ON c.oid = format('%I.%I', schemaname, tablename)::regclass
			WHERE pubname IN ($names) AND schemaname <> 'wal2mysql'),
		published AS (
			SELECT oid, schemaname, tablename,
				CASE WHEN count(*) = count(columns) THEN min(columns::text)::int2vector::int2[] END AS columns,
				CASE WHEN count(*) = count(rowfilter) THEN '(' || string_agg(rowfilter, ') OR (') || ')' END AS filter
			FROM listed t WHERE NOT EXISTS (
				SELECT FROM pg_partition_ancestors(t.oid) above JOIN listed root ON root.oid = above.relid
				WHERE root.oid <> t.oid AND root.relkind = 'p')
			GROUP BY 1, 2, 3)
		SELECT schemaname, tablename,
			(SELECT string_agg(attname, ',') FROM pg_attribute WHERE attrelid = oid AND attnum = ANY (columns)),
			filter
		FROM published ORDER BY 1, 2
		SQL
	my @tables;
	for (@lines)
	{
		my ($schema, $table, $columns, $filter) = split /\|/, $_, 4;
		push @tables, [
			$schema, $table, $schema eq 'public' ? $self->{database} : $schema,
			$filter ne '' ? $filter : undef, $columns ne '' ? [ split /,/, $columns ] : undef ];
	}
	return @tables;
}

# Compares every published table; one report a table: table, rows, differences, samples.
sub compare_tables
{
	my ($self) = @_;
	return map {
		my ($schema, $table, $database, $filter, $columns) = @$_;
		{
			table => "$schema.$table",
			%{ compare_table(
					source => $self->{source}->connstr('postgres'),
					target => $self->{target},
					schema => $schema,
					table => $table,
					database => $database,
					where => $filter,
					columns => $columns) }
		}
	} $self->tables;
}

# Empty when every published table is equal; else text for people.
sub differences
{
	my ($self) = @_;
	return join '',
	  map { ("$_->{table}: $_->{differences} differences\n", @{ $_->{samples} }) }
	  grep { $_->{differences} } $self->compare_tables;
}

# The most memory that the applier ever had resident, in kB.
sub peak_memory_kb
{
	my ($self) = @_;
	open my $status, '<', '/proc/' . $self->pid . '/status' or croak "no applier: $!";
	my ($kb) = map { /^VmHWM:\s+(\d+) kB/ } <$status>;
	return $kb;
}

sub last_words
{
	my ($self) = @_;
	my @lines = split /^/, $self->log_text;
	return join '', @lines > 20 ? @lines[ -20 .. -1 ] : @lines;
}

sub toml
{
	my ($value) = @_;
	return '[' . join(', ', map { toml($_) } @$value) . ']' if ref $value eq 'ARRAY';
	return '{ ' . join(', ', map { "$_ = " . toml($value->{$_}) } sort keys %$value) . ' }'
	  if ref $value eq 'HASH';
	return $value if $value =~ /^(-?\d+|true|false)$/;
	return '"' . ($value =~ s/(["\\])/\\$1/gr) . '"';
}

1;
