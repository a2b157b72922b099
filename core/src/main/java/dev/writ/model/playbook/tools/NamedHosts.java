package dev.writ.model.playbook.tools;

import dev.writ.WritException;
import dev.writ.permission.Host;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The hosts that the web addresses among a command's arguments lead to. */
final class NamedHosts {
    private static final Pattern WEB = Pattern.compile("(?i)(http|https)://([^/?#\\s]+)([/?#].*)?");
    private static final int HTTP_PORT = 80;

    private NamedHosts() {}

    /** Each once, with its port. */
    static List<String> of(List<String> argv) {
        return argv.stream()
                .map(NamedHosts::host)
                .flatMap(Optional::stream)
                .distinct()
                .sorted()
                .map(Host::toString)
                .toList();
    }

    private static Optional<Host> host(String argument) {
        Matcher web = WEB.matcher(argument);
        if (!web.matches()) {
            return Optional.empty();
        }
        try {
            int port = web.group(1).equalsIgnoreCase("http") ? HTTP_PORT : Host.HTTPS;
            return Optional.of(Host.parse(web.group(2), port));
        } catch (WritException e) {
            // No host that could be granted; the command will say what it thinks of it.
            return Optional.empty();
        }
    }
}
