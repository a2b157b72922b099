package dev.writ.sandbox;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.permission.Host;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A program that runs until it is stopped and is talked to over its standard input and output, with everything it may
 * have: nothing else of the machine is there but the programs of the system, and a private folder for temporary files that
 * is its home too.
 *
 * @param name for people
 * @param argv the program and its arguments; a bare program name is looked for in the system's program folders. Other
 *     users of the machine can see the arguments: secrets belong into {@code environment}
 * @param environment variables besides {@code PATH}, {@code HOME}, {@code LANG} and {@code TERM}, which it may replace
 * @param readFolders absolute, without links on the way; it finds them at their own paths
 * @param writeFolders likewise; what other programs would run or obey in them, such as git hooks, stays read-only
 * @param hosts which it may reach; none means that it has no network
 * @param directory where it starts, in one of its folders; the first of its folders where empty
 */
public record SandboxedService(
        String name,
        List<String> argv,
        Map<String, String> environment,
        List<Path> readFolders,
        List<Path> writeFolders,
        List<Host> hosts,
        Optional<Path> directory,
        SandboxLimits limits) {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** They would steer the programs that finish the box before the service begins. */
    private static final Pattern BUILDERS = Pattern.compile(
            "LD_.*|GLIBC_TUNABLES|GCONV_PATH|LOCPATH|NLSPATH|BASH.*|SHELLOPTS|ENV|IFS|PS4|POSIXLY_CORRECT");

    /** @throws WritException with {@code invalid_arguments} where a program could not be given such words or variables */
    public SandboxedService {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        readFolders = List.copyOf(readFolders);
        writeFolders = List.copyOf(writeFolders);
        hosts = List.copyOf(hosts);
        if (argv.isEmpty() || argv.getFirst().isEmpty()) {
            throw refused("The service " + name + " has no program.", "Name the program to run.");
        }
        if (argv.stream().anyMatch(SandboxedService::hasZero)
                || environment.values().stream().anyMatch(SandboxedService::hasZero)) {
            throw refused(
                    "The service " + name + " has an argument or a variable with a zero character in it.",
                    "Remove the character.");
        }
        for (String variable : environment.keySet()) {
            if (!VARIABLE.matcher(variable).matches()) {
                throw refused(
                        "The service " + name + " has a variable whose name is none: " + FileName.shown(variable) + ".",
                        "Use letters, digits and _ in names of variables.");
            }
            if (BUILDERS.matcher(variable).matches()) {
                throw refused(
                        "The service " + name + " cannot have the variable " + variable
                                + ", which would also steer what builds its sandbox.",
                        "Leave it out, or start the service by a script of yours that sets it.");
            }
        }
    }

    /** A service with the limits that services have. */
    public SandboxedService(
            String name,
            List<String> argv,
            Map<String, String> environment,
            List<Path> readFolders,
            List<Path> writeFolders,
            List<Host> hosts,
            Optional<Path> directory) {
        this(name, argv, environment, readFolders, writeFolders, hosts, directory, SandboxLimits.SERVICE);
    }

    private static boolean hasZero(String text) {
        return text.indexOf('\0') >= 0;
    }

    private static WritException refused(String message, String hint) {
        return new WritException(FailureCode.INVALID_ARGUMENTS, message, hint);
    }

    /** Names of variables alone: their values may be secret. */
    @Override
    public String toString() {
        return "SandboxedService[" + name + ", " + argv + ", variables " + environment.keySet() + ", reads "
                + readFolders + ", writes " + writeFolders + ", hosts " + hosts + "]";
    }
}
