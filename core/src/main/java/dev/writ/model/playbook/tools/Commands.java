package dev.writ.model.playbook.tools;

import dev.writ.Json;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Need;
import dev.writ.model.playbook.turn.Outcome;
import dev.writ.model.playbook.turn.Toolbox;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Running command lines in the sandbox through {@code terminal}. */
public final class Commands {
    public static final String TOOL = "terminal";
    private static final int MOST_LOST = 10;

    private final Toolbox toolbox;

    public Commands(Toolbox toolbox) {
        this.toolbox = toolbox;
    }

    /** A command that ran to its end or its time-out. */
    public record Run(
            List<String> argv,
            String cwd,
            int exitCode,
            String stdout,
            String stderr,
            boolean timedOut,
            boolean truncated,
            double milliseconds) {
        public boolean ok() {
            return exitCode == 0 && !timedOut;
        }

        /** The command as one would type it. */
        public String line() {
            return Commands.line(argv);
        }
    }

    /**
     * Runs exactly this command line, asking for it first where it is not allowed yet.
     *
     * @param cwd relative to the workspace, "" for its root
     * @param timeoutSeconds 0 for the tool's default
     */
    public Run run(List<String> argv, String cwd, int timeoutSeconds) {
        return run(argv, cwd, outcomes(argv, cwd, timeoutSeconds, 1).getFirst());
    }

    /**
     * As {@link #run} several times, one after the other; a run whose end was lost when Writ was interrupted is made anew.
     * For commands that were named to be run again and again.
     */
    public List<Run> repeat(List<String> argv, String cwd, int times) {
        List<Run> runs = new ArrayList<>();
        int lost = 0;
        while (runs.size() < times) {
            for (Outcome outcome : outcomes(argv, cwd, 0, times - runs.size())) {
                if (outcome instanceof Outcome.Failed failed && failed.wasInterrupted() && lost < MOST_LOST) {
                    lost++;
                } else {
                    runs.add(run(argv, cwd, outcome));
                }
            }
        }
        return runs;
    }

    private List<Outcome> outcomes(List<String> argv, String cwd, int timeoutSeconds, int times) {
        ObjectNode scope = Json.object();
        scope.putArray("commands").add(Json.array(argv));
        List<String> hosts = NamedHosts.of(argv);
        if (!hosts.isEmpty()) {
            scope.set("hosts", Json.array(hosts));
        }
        Need need = new Need(
                TOOL,
                List.of("execute_command", "check_command"),
                scope,
                "run exactly `" + line(argv) + "` in the sandbox"
                        + (hosts.isEmpty() ? "" : ", with the network of " + String.join(", ", hosts)),
                "");
        if (!toolbox.covered(need) && refused(command(argv, hosts))) {
            toolbox.obtain(need);
        }
        ObjectNode arguments = command(argv, hosts);
        if (!cwd.isEmpty()) {
            arguments.put("cwd", cwd);
        }
        if (timeoutSeconds > 0) {
            arguments.put("timeout_seconds", timeoutSeconds);
        }
        return toolbox.useAll(need, "execute_command", Collections.nCopies(times, arguments));
    }

    private static Run run(List<String> argv, String cwd, Outcome outcome) {
        Data data = Toolbox.required(outcome);
        return new Run(
                List.copyOf(argv),
                cwd,
                (int) data.whole("exit_code"),
                data.text("stdout"),
                data.text("stderr"),
                data.flag("timed_out"),
                data.flag("truncated"),
                data.number("duration_ms"));
    }

    private static ObjectNode command(List<String> argv, List<String> hosts) {
        ObjectNode arguments = Json.object();
        arguments.set("argv", Json.array(argv));
        if (!hosts.isEmpty()) {
            arguments.set("hosts", Json.array(hosts));
        }
        return arguments;
    }

    /** Asking first costs nothing and leaves no denied call behind. */
    private boolean refused(ObjectNode arguments) {
        return switch (toolbox.turn().call(TOOL + "__check_command", arguments)) {
            case Outcome.Succeeded answer -> !answer.data().flag("allowed");
            case Outcome.Denied ignored -> true;
            case Outcome.Failed ignored -> false;
            case Outcome.NotOffered ignored -> false;
        };
    }

    /** The command line as one would type it. */
    public static String line(List<String> argv) {
        StringBuilder line = new StringBuilder();
        for (String argument : argv) {
            line.append(line.isEmpty() ? "" : " ");
            line.append(
                    argument.isEmpty() || argument.chars().anyMatch(Character::isWhitespace)
                            ? "'" + argument + "'"
                            : argument);
        }
        return line.toString();
    }
}
