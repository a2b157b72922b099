package dev.writ.cli;

import dev.writ.server.Settings;
import dev.writ.server.Writ;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code writ serve}: a server until Ctrl-C. */
@Command(name = "serve", description = "Run a server until Ctrl-C.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Mixin
    GlobalOptions options = new GlobalOptions();

    @Option(
            names = "--port",
            description = "Port on the loopback address (default 8420; 0 for any free one).",
            defaultValue = "")
    String port = "";

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = "Database (default: writ.db in the data folder).",
            defaultValue = "")
    String database = "";

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> flags = new LinkedHashMap<>(options.asFlags());
        if (!port.isEmpty()) {
            flags.put("port", port);
        }
        if (!database.isEmpty()) {
            flags.put("database", database);
        }
        Terminal terminal = options.terminal();
        Writ writ = Writ.start(Settings.load(flags, System.getenv()));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            writ.close();
            stopped.countDown();
        }));
        terminal.message("Writ serves at " + writ.url() + "/api/v1");
        terminal.message("Pages     "
                + (terminal.isInteractive() ? writ.loginLink() : writ.url() + " (log in with: writ open)"));
        terminal.message("Model     " + writ.modelDescription());
        terminal.message("Data      " + writ.dataFolder());
        terminal.message("Next      writ run \"describe this workspace\" --workspace .");
        if (terminal.isInteractive()) {
            terminal.message("The link logs in one browser, within ten minutes; `writ open` gives another one.");
        }
        stopped.await();
        return ExitCode.OK;
    }
}
