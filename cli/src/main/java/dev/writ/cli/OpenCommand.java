package dev.writ.cli;

import dev.writ.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/**
 * {@code writ open}: a link that logs a browser in. It is printed rather than opened: what is opened stands in the list of
 * processes, where other users of the machine can read it.
 */
@Command(
        name = "open",
        description = "Print a link that opens the control room in a browser, once.",
        mixinStandardHelpOptions = true)
final class OpenCommand implements Callable<Integer> {
    @Mixin
    GlobalOptions options = new GlobalOptions();

    @Override
    public Integer call() {
        try (Session session = Session.existing(options)) {
            Api api = session.api();
            JsonNode link = api.post("/login-links", Json.object());
            Terminal terminal = options.terminal();
            if (options.format() == OutputFormat.TABLE) {
                terminal.data(api.address() + "/#login=" + link.path("token").asString());
                terminal.message("Open it in a browser within ten minutes. It works once.");
            } else {
                terminal.data(Json.write(Json.object()
                        .put(
                                "url",
                                api.address() + "/#login=" + link.path("token").asString())
                        .put("expires_at", link.path("expires_at").asString())));
            }
        }
        return ExitCode.OK;
    }
}
