package dev.writ.tool.terminal;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.permission.Host;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the arguments of the terminal's operations; they fit the schema already. */
final class CommandArguments {
    static final String ARGV_SCHEMA = """
            {
              "type": "array",
              "items": {"type": "string", "maxLength": 32768},
              "minItems": 1,
              "maxItems": 256,
              "description": "The program and its arguments, one item each, as in [\\"ls\\", \\"-l\\"]"
            }\
            """;

    static final String HOSTS_SCHEMA = """
            {
              "type": "array",
              "items": {"type": "string", "maxLength": 300},
              "maxItems": 50,
              "description": "Hosts it may reach, each by its full name or address, as in [\\"repo.example.org\\", \\"repo.example.org:8443\\"] (443 is the usual port); no network if left out"
            }\
            """;

    private static final int LONGEST_LINE = 128 << 10;

    private CommandArguments() {}

    /** @throws WritException where no system could run such a line */
    static List<String> argv(ObjectNode arguments) {
        List<String> argv =
                arguments.path("argv").valueStream().map(JsonNode::stringValue).toList();
        if (argv.isEmpty() || argv.getFirst().isBlank()) {
            throw invalid("argv names no program.", "Give the program first, as in [\"ls\", \"-l\"].");
        }
        if (argv.stream().anyMatch(argument -> argument.indexOf('\0') >= 0)) {
            throw invalid("An argument contains a zero character.", "Leave it out; no program can be given one.");
        }
        if (argv.getFirst().chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            throw invalid("The program name contains a control character.", "Give the plain name of the program.");
        }
        if (argv.stream().mapToInt(String::length).sum() > LONGEST_LINE) {
            throw invalid(
                    "The command line is longer than " + LONGEST_LINE + " characters.",
                    "Hand the data over in stdin or in a file.");
        }
        return argv;
    }

    /**
     * The hosts a command line is to reach, each once.
     *
     * @throws WritException where one is not written as a host, or the line is one that only looks
     */
    static List<Host> hosts(ObjectNode arguments, List<String> argv) {
        List<Host> hosts = arguments
                .path("hosts")
                .valueStream()
                .map(host -> Host.parse(host.stringValue()))
                .distinct()
                .sorted()
                .toList();
        if (!hosts.isEmpty() && VettedCommands.isReadOnly(argv)) {
            throw invalid(
                    "This command line only looks at files, and such a command runs without network.",
                    "Leave the hosts out.");
        }
        return hosts;
    }

    static String text(ObjectNode arguments, String name) {
        return arguments.path(name).stringValue("");
    }

    /** @param usualSeconds where the call names none */
    static Duration timeout(ObjectNode arguments, int usualSeconds) {
        return Duration.ofSeconds(arguments.path("timeout_seconds").intValue(usualSeconds));
    }

    private static WritException invalid(String message, String hint) {
        return new WritException(FailureCode.INVALID_ARGUMENTS, message, hint);
    }
}
