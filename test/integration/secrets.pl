# Passwords come from files and the environment, and show up neither in the list of
# processes nor in any log, whether they are right or wrong.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my $secret = 'pa#ss"wo\\rd s3cret';
my $source = Source->start;
my $target = MysqlServer->new->start;
my $log = "$PostgreSQL::Test::Utils::log_path/secrets_applier.log";
my $folder = PostgreSQL::Test::Utils::tempdir;

# A role that may do no more than it must.
$source->safe_psql('postgres', <<~SQL);
	CREATE TABLE city (id int PRIMARY KEY, name text);
	INSERT INTO city VALUES (1, 'Aachen');
	CREATE PUBLICATION demo FOR ALL TABLES;
	CREATE ROLE reader LOGIN REPLICATION PASSWORD E'${\ ($secret =~ s/\\/\\\\/gr) }';
	GRANT SELECT ON city TO reader;
	SQL
write_file($source->data_dir . '/pg_hba.conf',
	"local all reader scram-sha-256\n" . slurp_file($source->data_dir . '/pg_hba.conf'));
$source->reload;
$target->query(<<~SQL);
	CREATE USER writer\@localhost IDENTIFIED BY '${\ ($secret =~ s/\\/\\\\/gr) }';
	GRANT ALL ON postgres.* TO writer\@localhost;
	GRANT ALL ON wal2mysql.* TO writer\@localhost;
	SQL

write_file("$folder/pgpass", '*:*:*:reader:' . ($secret =~ s/([:\\])/\\$1/gr) . "\n");
write_file("$folder/password", "$secret\n");
write_file("$folder/my.cnf", "[client]\npassword = \"" . ($secret =~ s/(["\\])/\\$1/gr) . "\"\n");
$ENV{PGPASSFILE} = "$folder/pgpass";
$ENV{TARGET_PASSWORD} = $secret;

my $row = 1;
my %way = (
	'a file' => { password_file => "$folder/password" },
	'the environment' => { password_env => 'TARGET_PASSWORD' },
	'a my.cnf' => { defaults_file => "$folder/my.cnf" });
for my $way (sort keys %way)
{
	my $stream = new_stream($way{$way});
	$stream->start;
	$stream->wait_for_copy;
	$row++;
	$source->safe_psql('postgres', "INSERT INTO city VALUES ($row, 'x')");
	$stream->wait_for_catchup;
	is($stream->differences, '', "the password comes from $way");
	unlike(`ps -eww -o args`, qr/s3cret/, 'and is not in the list of processes');
	is($stream->stop, 0, 'the applier ends well');
}

$ENV{TARGET_PASSWORD} = "$secret, wrong";
is(new_stream($way{'the environment'})->start->wait_for_exit, 1, 'a wrong password of the target is refused');
write_file("$folder/pgpass", "*:*:*:reader:wrong s3cret\n");
is(new_stream($way{'a file'})->start->wait_for_exit, 1, 'a wrong password of the source is refused');

for my $file ($log, $target->log_path, $source->logfile)
{
	unlike(slurp_file($file), qr/s3cret(?!'; *$)/m, "no password in $file");
}
done_testing();

sub new_stream
{
	my ($password) = @_;
	return Stream->new(
		source => $source,
		target => $target,
		log => $log,
		config => {
			source => { connection => $source->connstr('postgres') . ' user=reader' },
			target => { user => 'writer', %$password },
		});
}

sub write_file
{
	my ($path, $text) = @_;
	open my $file, '>', $path or die "$path: $!";
	chmod 0600, $path;
	print $file $text;
	close $file or die "$path: $!";
	return;
}
