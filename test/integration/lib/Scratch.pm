# Temporary folders that are removed when the program ends, after the processes that use
# them (Process.pm uses this module, so its END comes first).
package Scratch;

use strict;
use warnings;

use File::Path qw(rmtree);
use File::Temp;
use Time::HiRes qw(sleep time);

my @folders;

sub folder
{
	my ($name) = @_;
	my $folder = File::Temp::tempdir("$name.XXXXXXXX", TMPDIR => 1);
	push @folders, [ $folder, $$ ];
	return $folder;
}

# The children of a server that was killed may still be on their way out, and writing.
sub remove
{
	my ($folder) = @_;
	my $deadline = time + 10;
	while (-e $folder && time < $deadline)
	{
		rmtree($folder, { error => \my $ignored });
		sleep 0.05 if -e $folder;
	}
	return;
}

sub remove_all
{
	remove($_->[0]) for grep { $_->[1] == $$ } @folders;
	@folders = ();
	return;
}

END
{
	my $status = $?;
	remove_all();
	$? = $status;
}

1;
