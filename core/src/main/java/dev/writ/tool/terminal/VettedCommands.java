package dev.writ.tool.terminal;

import dev.writ.permission.Scope.CommandScope;
import java.util.List;
import java.util.stream.Stream;

/**
 * Common command lines of developers. Being listed gives no right to run one: that comes from a scope alone. The
 * patterns leave out the forms by which a harmless program starts another (for instance {@code find -exec},
 * {@code python3 -c}); who needs those must ask for them by name.
 */
public final class VettedCommands {
    private static final List<VettedCommand> DIAGNOSTICS = List.of(
            looks("list a folder", "ls", "**"),
            looks("print files", "cat", "**"),
            looks("print the first lines of files", "head", "**"),
            looks("print the last lines of files", "tail", "**"),
            looks("count lines, words and bytes", "wc", "**"),
            looks("find lines by pattern", "grep", "**"),
            looks("print the sorted lines of a file", "sort", "*"),
            looks("print a file without repeated lines", "uniq", "*"),
            looks("print columns of files", "cut", "**"),
            looks("compare files or folders", "diff", "**"),
            looks("compare two files byte by byte", "cmp", "**"),
            looks("show size, owner, mode and times of files", "stat", "**"),
            looks("tell what kind of files these are", "file", "**"),
            looks("checksums of files", "sha256sum", "**"),
            looks("list all files below the folder", "find", ".", "-type", "f"),
            looks("find files by name below the folder", "find", ".", "-name", "*"),
            looks("find plain files by name below the folder", "find", ".", "-type", "f", "-name", "*"),
            looks("find files by size below the folder", "find", ".", "-type", "f", "-size", "*"),
            looks("sizes of folders", "du", "**"),
            looks("free space of file systems", "df", "**"),
            looks("processes in the sandbox", "ps", "**"),
            looks("kernel and machine type", "uname", "**"),
            looks("date and time", "date", "**"),
            looks("user and groups in the sandbox", "id"),
            looks("name of the current folder", "pwd"),
            looks("number of processors", "nproc"),
            looks("free memory", "free", "**"),
            looks("time since start and load", "uptime"),
            looks("where a program is", "which", "*"),
            looks("version of Python", "python3", "--version"),
            looks("version of Node.js", "node", "--version"),
            looks("version of Java", "java", "-version"),
            looks("version of the C compiler", "gcc", "--version"));

    private static final List<VettedCommand> DEVELOPMENT = List.of(
            does("run a Python file", "python3", "*"),
            does("check the syntax of a Python file", "python3", "-m", "py_compile", "*"),
            does("run Python tests", "pytest", "**"),
            does("run Python tests", "python3", "-m", "pytest", "**"),
            does("run Python tests of the standard library", "python3", "-m", "unittest", "**"),
            does("run a JavaScript file", "node", "*"),
            does("check the syntax of a JavaScript file", "node", "--check", "*"),
            does("run JavaScript tests", "node", "--test", "**"),
            does("run a project's tests", "npm", "test"),
            does("run a script of package.json", "npm", "run", "*"),
            does("run a Bash file", "bash", "*"),
            does("check the syntax of a Bash file", "bash", "-n", "*"),
            does("run a shell file", "sh", "*"),
            does("build the default target", "make"),
            does("build a target", "make", "*"),
            does("run a project's tests", "mvn", "test"),
            does("run a project's tests with what is on the machine", "mvn", "-o", "test"),
            does("run a project's tests", "gradle", "test"),
            does("run a project's tests", "./gradlew", "test"),
            does("build a project", "cargo", "build"),
            does("run a project's tests", "cargo", "test"),
            does("build a package", "go", "build", "**"),
            does("run tests of packages", "go", "test", "**"),
            does("run a Java source file", "java", "*"),
            does("run a Java archive", "java", "-jar", "*"),
            does("compile Java files", "javac", "*"),
            does("compile a C file", "gcc", "*", "-o", "*"));

    private VettedCommands() {}

    /** All of them, those that only look first. */
    public static List<VettedCommand> all() {
        return Stream.concat(DIAGNOSTICS.stream(), DEVELOPMENT.stream()).toList();
    }

    /** The read-only diagnostic commands, as a scope. */
    public static CommandScope diagnostics() {
        return new CommandScope(DIAGNOSTICS.stream().map(VettedCommand::pattern).toList());
    }

    /** Whether the command line is known to only look. */
    public static boolean isReadOnly(List<String> argv) {
        return DIAGNOSTICS.stream().anyMatch(command -> command.matches(argv));
    }

    private static VettedCommand looks(String description, String... pattern) {
        return new VettedCommand(List.of(pattern), description, true);
    }

    private static VettedCommand does(String description, String... pattern) {
        return new VettedCommand(List.of(pattern), description, false);
    }
}
