package dev.writ.cli;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.cli.demo.Check;
import dev.writ.cli.demo.Demo;
import dev.writ.cli.demo.DemoClock;
import dev.writ.cli.demo.DemoFolder;
import dev.writ.cli.demo.Requests;
import dev.writ.server.Settings;
import dev.writ.server.Writ;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code writ demo}: three scenarios as real runs with the offline model, each claim read back from the database. */
@Command(
        name = "demo",
        description = "Run three scenarios with the offline model and prove each claim.",
        mixinStandardHelpOptions = true,
        footer = {"", "Interrupted, it goes on where it was at the next start."})
final class DemoCommand implements Callable<Integer> {
    private static final int WIDEST = 180;
    private static final int LEAST_EVIDENCE = 30;
    private static final int MARK_AND_SCENARIO = 15;
    private static final String MARGIN = "  ";

    @Mixin
    GlobalOptions options = new GlobalOptions();

    @Option(names = "--json", description = "Print the checks as one JSON object.")
    boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (options.server != null) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS, "The demo runs on a server of its own.", "Leave --server out.");
        }
        Terminal terminal = options.terminal();
        Settings usual = Settings.load(options.asFlags(), Map.of("HOME", System.getProperty("user.home")));
        DemoFolder folder = DemoFolder.open(
                options.data == null ? usual.dataFolder().resolveSibling("writ-demo") : usual.dataFolder());
        DemoClock clock = DemoClock.in(folder.path());
        terminal.message("Demo in " + folder.path() + (folder.isResumed() ? ", going on where it was" : ""));
        List<Check> checks = run(folder.path(), clock, terminal);
        folder.finished();
        return report(terminal, checks);
    }

    private List<Check> run(Path folder, DemoClock clock, Terminal terminal) throws InterruptedException {
        Map<String, String> flags = new LinkedHashMap<>(Map.of("data", folder.toString(), "port", "0"));
        Settings settings = Settings.load(flags, Map.of("HOME", folder.toString()));
        try (Writ writ = Writ.start(settings, clock)) {
            terminal.message("Model " + writ.modelDescription() + " · nothing leaves this machine");
            Api api = new Api(writ.url(), writ.token());
            Map<String, EventPrinter> printers = new HashMap<>();
            Requests requests = new Requests(
                    client(api),
                    task -> printers.computeIfAbsent(task, id -> new EventPrinter(terminal, OutputFormat.TABLE))
                            .printNewTo(terminal::message, api, task, EventPrinter::isNews));
            return new Demo(folder, writ, clock, requests, line -> terminal.message(terminal.bold(line))).run();
        }
    }

    private static Requests.Client client(Api api) {
        return new Requests.Client() {
            @Override
            public JsonNode get(String path) {
                return api.get(path);
            }

            @Override
            public JsonNode post(String path, ObjectNode body) {
                return api.post(path, body);
            }
        };
    }

    private int report(Terminal terminal, List<Check> checks) {
        boolean ok = !checks.isEmpty() && checks.stream().allMatch(Check::ok);
        ArrayNode rows = Json.array();
        checks.forEach(check -> rows.add(check.toJson()));
        if (json) {
            terminal.data(Json.write(Json.object().put("ok", ok).set("checks", rows)));
        } else {
            terminal.message("");
            for (Check check : checks) {
                print(terminal, check);
            }
            terminal.data("");
            long held = checks.stream().filter(Check::ok).count();
            terminal.data(held + " of " + checks.size() + " checks hold.");
        }
        return ok ? ExitCode.OK : ExitCode.FAILED;
    }

    /** The check with its evidence beside it, or below it where the window is narrow. */
    private static void print(Terminal terminal, Check check) {
        String line = (check.ok() ? terminal.good("✓") : terminal.bad("✗")) + " "
                + String.format("%-13s", check.scenario()) + check.check();
        String evidence = check.evidence().replaceAll("\\s+", " ").strip();
        int left = Math.min(terminal.columns(), WIDEST)
                - MARK_AND_SCENARIO
                - check.check().length()
                - MARGIN.length();
        if (left >= LEAST_EVIDENCE) {
            terminal.data(line + MARGIN + terminal.dim(terminal.fitted(evidence, left)));
        } else {
            terminal.data(line);
            terminal.data(MARGIN + terminal.dim(terminal.fitted(evidence, terminal.columns() - MARGIN.length())));
        }
    }
}
