package dev.writ.tool.terminal;

import dev.writ.sandbox.CommandResult;
import dev.writ.sandbox.SandboxedCommand;
import dev.writ.sandbox.network.NetworkUse;
import java.util.Locale;

/** How the end of a command reads for a model or a person. */
final class CommandReport {
    /** More than this of a stream is in the structured result only; a model pays for every character. */
    private static final int LONGEST = 24_000;

    private CommandReport() {}

    static String text(SandboxedCommand command, CommandResult result) {
        StringBuilder text = new StringBuilder();
        text.append("$ ")
                .append(String.join(
                        " ", command.argv().stream().map(CommandReport::quoted).toList()));
        if (!command.folder().isEmpty()) {
            text.append("   (in ").append(command.folder()).append(')');
        }
        text.append('\n').append(ending(result)).append('\n');
        network(text, result.network());
        stream(text, "stdout", result.output().text());
        stream(text, "stderr", result.errors().text());
        return text.toString();
    }

    private static String ending(CommandResult result) {
        String seconds = String.format(Locale.ROOT, "%.1f s", result.duration().toMillis() / 1000.0);
        if (result.timedOut()) {
            return "Killed after " + seconds + ", because its time was over (timeout_seconds).";
        }
        int code = result.exitCode();
        String signal = code > 128 && code <= 128 + 64 ? ", ended by signal " + (code - 128) : "";
        return "Exit code " + code + signal + " after " + seconds + ".";
    }

    private static void network(StringBuilder text, NetworkUse use) {
        use.made()
                .forEach(made -> text.append(String.format(
                        Locale.ROOT,
                        "Network: %d connection%s to %s (%d bytes sent, %d received).\n",
                        made.connections(),
                        made.connections() == 1 ? "" : "s",
                        made.host(),
                        made.sent(),
                        made.received())));
        use.refused()
                .forEach(refusal -> text.append("Network: refused ")
                        .append(refusal.host().isEmpty() ? "a request" : refusal.host())
                        .append(refusal.times() == 1 ? "" : ", " + refusal.times() + " times")
                        .append(": ")
                        .append(refusal.reason())
                        .append(".\n"));
        if (use.others() > 0) {
            text.append("Network: refused ").append(use.others()).append(" more.\n");
        }
        if (use.refused().stream().anyMatch(refusal -> refusal.reason().equals(NetworkUse.NOT_NAMED))) {
            text.append("To reach another host, name it in \"hosts\" of the call; if that is denied, ask with")
                    .append(" need_more_tools for what the denial says.\n");
        }
    }

    private static void stream(StringBuilder text, String name, String content) {
        if (content.isEmpty()) {
            return;
        }
        text.append("--- ").append(name).append(" ---\n").append(shortened(content));
        if (!content.endsWith("\n")) {
            text.append('\n');
        }
    }

    private static String shortened(String content) {
        if (content.length() <= LONGEST) {
            return content;
        }
        int head = content.offsetByCodePoints(0, content.codePointCount(0, LONGEST / 2));
        int tail = content.length() - LONGEST / 2;
        tail += Character.isLowSurrogate(content.charAt(tail)) ? 1 : 0;
        return content.substring(0, head) + "\n[… " + (tail - head) + " characters left out here …]\n"
                + content.substring(tail);
    }

    private static String quoted(String argument) {
        return argument.matches("[\\w@%+=:,./-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
