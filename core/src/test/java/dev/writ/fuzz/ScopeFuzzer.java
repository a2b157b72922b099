package dev.writ.fuzz;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.permission.Access;
import dev.writ.permission.Scope;
import dev.writ.permission.ScopeJson;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Scopes as requests write them, command lines first: printing and reading gives the same scope, which covers itself. */
public final class ScopeFuzzer {
    private static final List<String> TOOLS = List.of("terminal", "file_edit", "sql_lite", "github", "message_user");

    private static final Set<FailureCode> REFUSALS = Set.of(FailureCode.INVALID_ARGUMENTS, FailureCode.INVALID_JSON);

    private ScopeFuzzer() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String tool = data.length == 0 ? "terminal" : TOOLS.get((data[0] & 0xff) % TOOLS.size());
        String text = data.length == 0 ? "" : FuzzText.of(Arrays.copyOfRange(data, 1, data.length));
        commandLine(text);
        Scope scope;
        try {
            scope = ScopeJson.read(tool, Json.parse(text));
        } catch (WritException e) {
            FuzzText.require(REFUSALS.contains(e.failure().code()), "a refusal with its reason", text);
            return;
        }
        FuzzText.require(
                ScopeJson.read(tool, ScopeJson.write(scope)).equals(scope), "printed, it reads the same", text);
        FuzzText.require(scope.covers(scope), "it covers itself", text);
    }

    /** Any text, split at spaces, as a command line against a scope that names one program. */
    private static void commandLine(String text) {
        List<String> argv = List.of(text.split(" ", -1));
        Scope one = new Scope.CommandScope(List.of(List.of("ls", "-l")));
        FuzzText.require(
                one.permits(new Access.CommandAccess(argv)) == argv.equals(List.of("ls", "-l")),
                "a command line without wildcards permits itself alone",
                text);
    }
}
