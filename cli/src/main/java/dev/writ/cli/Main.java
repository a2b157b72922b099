package dev.writ.cli;

import dev.writ.Failure;
import dev.writ.WritException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code writ} command. */
@Command(
        name = "writ",
        mixinStandardHelpOptions = true,
        version = "writ 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        description = "Agents that get just the tools they need, just in time.",
        footer = {
            "",
            "writ test          runs all tests",
            "writ fuzz          looks for inputs that break a parser",
            "writ conformance   checks the protocol engine with the suite of the protocol's authors",
            "writ bench         measures",
            "writ package       makes a release",
            "",
            "Start with: writ demo"
        })
public final class Main implements Runnable {
    /** In the order of the help. */
    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            ServeCommand.class,
            OpenCommand.class,
            TopCommand.class,
            RunCommand.class,
            TaskCommand.class,
            ApprovalsCommand.class,
            GrantsCommand.class,
            TokenCommand.class,
            UserCommand.class,
            McpCommand.class,
            ServersCommand.class,
            IncidentsCommand.class,
            WhyCommand.class,
            PolicyCommand.class,
            ComplianceCommand.class,
            ImproveCommand.class,
            AuditCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            MigrateCommand.class,
            EntityCommands.Agents.class,
            EntityCommands.Tools.class,
            EntityCommands.Processes.class,
            EntityCommands.Documents.class,
            EventsCommand.class,
            DoctorCommand.class,
            ConfigCommand.class,
            CompletionCommand.class,
            CompletionCommand.Ids.class);

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine(arguments).execute(arguments));
    }

    /** With all commands. */
    static CommandLine commandLine() {
        return commandLine(COMMANDS);
    }

    /**
     * With the command alone that is asked for, where there is one: reading all of them took longer than most commands
     * take.
     */
    static CommandLine commandLine(String[] arguments) {
        String name = arguments.length == 0 ? "" : arguments[0];
        return COMMANDS.stream()
                .filter(command -> command.getAnnotation(Command.class).name().equals(name))
                .findFirst()
                .map(command -> commandLine(List.of(command)))
                .orElseGet(Main::commandLine);
    }

    private static CommandLine commandLine(List<Class<?>> commands) {
        CommandLine line = new CommandLine(new Main());
        commands.forEach(line::addSubcommand);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((thrown, command, parsed) -> report(thrown));
        line.setParameterExceptionHandler((mistake, arguments) -> report(mistake));
        return line;
    }

    @Override
    public void run() {
        new CommandLine(this).usage(System.out);
    }

    /** Says what is wrong with the command line, and where to read what is right. */
    private static int report(ParameterException mistake) {
        CommandLine command = mistake.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        String message = String.valueOf(mistake.getMessage());
        if (mistake instanceof UnmatchedArgumentException unmatched) {
            boolean wantsCommand = !command.getSubcommands().isEmpty() && !unmatched.isUnknownOption();
            message = (wantsCommand ? "There is no command '" + name + " " : "'" + name + "' does not take '")
                    + unmatched.getUnmatched().getFirst() + "'";
        }
        err.println("writ: " + message.replaceFirst("\\.$", "") + ".");
        UnmatchedArgumentException.printSuggestions(mistake, err);
        err.println("See " + name + " --help. [invalid_arguments]");
        return ExitCode.USAGE;
    }

    private static int report(Exception thrown) {
        if (thrown instanceof WritException writ) {
            Failure failure = writ.failure();
            System.err.println("writ: " + failure.message() + "\n" + failure.hint() + " ["
                    + failure.code().id() + "]");
            return ExitCode.of(failure.code());
        }
        System.err.println("writ: something went wrong inside Writ: " + thrown
                + "\nPlease report this, with the output of WRIT_DEBUG=1 writ … [internal]");
        if ("1".equals(System.getenv("WRIT_DEBUG"))) {
            thrown.printStackTrace();
        }
        return ExitCode.FAILED;
    }
}
