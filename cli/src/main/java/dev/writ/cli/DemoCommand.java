package dev.writ.cli;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.cli.demo.Check;
import dev.writ.cli.demo.Demo;
import dev.writ.cli.demo.DemoClock;
import dev.writ.cli.demo.DemoFolder;
import dev.writ.cli.demo.Requests;
import dev.writ.cli.demo.improve.ImprovementDemo;
import dev.writ.server.Settings;
import dev.writ.server.Writ;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code writ demo}: real runs with the offline model, each claim read back from the database. */
@Command(
        name = "demo",
        description =
                "Run three scenarios with the offline model and prove each claim; or show how Writ improves itself.",
        mixinStandardHelpOptions = true,
        footer = {"", "Interrupted, it goes on where it was at the next start."})
final class DemoCommand implements Callable<Integer> {
    @Mixin
    GlobalOptions options = new GlobalOptions();

    @Option(names = "--json", description = "Print the checks as one JSON object.")
    boolean json;

    @Option(
            names = "--improve",
            description = "Give Writ a poor configuration, and see it find, try, measure and keep what is better.")
    boolean improve;

    @Override
    public Integer call() throws InterruptedException {
        if (options.server != null) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS, "The demo runs on a server of its own.", "Leave --server out.");
        }
        Terminal terminal = options.terminal();
        Settings usual = Settings.load(options.asFlags(), Map.of("HOME", System.getProperty("user.home")));
        DemoFolder folder = DemoFolder.open(
                options.data == null
                        ? usual.dataFolder().resolveSibling(improve ? "writ-demo-improve" : "writ-demo")
                        : usual.dataFolder(),
                improve ? "improve" : "");
        DemoClock clock = DemoClock.in(folder.path());
        terminal.message("Demo in " + folder.path() + (folder.isResumed() ? ", going on where it was" : ""));
        if (improve) {
            ImprovementDemo.Result result =
                    new ImprovementRun(ImprovementDemo.Plan.WHOLE, terminal, folder.path(), clock).run();
            folder.finished();
            return new ImprovementReport(terminal, json).print(result);
        }
        List<Check> checks = run(folder.path(), clock, terminal);
        folder.finished();
        return new CheckReport(terminal).print(checks, json);
    }

    private List<Check> run(Path folder, DemoClock clock, Terminal terminal) throws InterruptedException {
        Settings settings = Settings.load(
                Map.of("data", DemoFolder.data(folder).toString(), "port", "0"), Map.of("HOME", folder.toString()));
        try (Writ writ = Writ.start(settings, clock)) {
            terminal.message("Model " + writ.modelDescription() + " · nothing leaves this machine");
            Api api = new Api(writ.url(), writ.token());
            Map<String, EventPrinter> printers = new HashMap<>();
            Requests requests = new Requests(
                    api.client(),
                    task -> printers.computeIfAbsent(task, id -> new EventPrinter(terminal, OutputFormat.TABLE))
                            .printNewTo(terminal::message, api, task, EventPrinter::isNews));
            return new Demo(folder, writ, clock, requests, line -> terminal.message(terminal.bold(line))).run();
        }
    }
}
