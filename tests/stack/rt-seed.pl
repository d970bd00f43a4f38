# Puts into a new Request Tracker what an administrator would: queue, custom field, spaconf's user with its rights and token.
use strict;
use warnings;
use lib '/usr/share/request-tracker5/lib';
use RT;

my ($queue_name, $token_file) = @ARGV;
chomp(my $root_password = <STDIN>);
RT::LoadConfig();
RT::Init();

# Creates an object of RT as its own system user.
sub make {
    my ($class, %what) = @_;
    my $object = $class->new(RT->SystemUser);
    my ($ok, $message, @more) = $object->Create(%what);
    die "$class: $message\n" unless $ok;
    return ($object, @more);
}

sub done {
    my ($ok, $message) = @_;
    die "$message\n" unless $ok;
}

my $root = RT::User->new(RT->SystemUser);
$root->Load('root');
done($root->SetPassword($root_password));

my ($queue) = make('RT::Queue', Name => $queue_name, Description => 'Addresses and names: DHCP and DNS');
my ($short) = make('RT::Queue', Name => "$queue_name shortly", Lifecycle => 'short', Description => 'Tickets are new, working or done');
my ($field) = make('RT::CustomField', Name => 'spaconf', Type => 'FreeformSingle', LookupType => 'RT::Queue-RT::Ticket',
    Description => "spaconf's reference of a registration");
done($field->AddToObject($_)) for $queue, $short;

my ($user) = make('RT::User', Name => 'spaconf', RealName => 'spaconf', EmailAddress => 'spaconf@example.cz', Privileged => 1);
my @rights = qw(SeeQueue CreateTicket ShowTicket ShowTicketComments ModifyTicket SeeCustomField ModifyCustomField SetInitialCustomField);
for my $where ($queue, $short) {
    done($user->PrincipalObj->GrantRight(Right => $_, Object => $where)) for @rights;
}

# Mails about new tickets, which nobody reads here, take most of the time of a ticket.
my $scrips = RT::Scrips->new(RT->SystemUser);
$scrips->UnLimit;
while (my $scrip = $scrips->Next) {
    done($scrip->SetDisabled(1)) if $scrip->Description =~ /^On (Create|Owner Change|Resolve|Forward)|SLA$/;
}

my (undef, $token) = make('RT::AuthToken', Owner => $user->id, Description => 'spaconf worker');
umask 077;
open my $file, '>', $token_file or die "$token_file: $!\n";
print $file $token;
close $file or die "$token_file: $!\n";
