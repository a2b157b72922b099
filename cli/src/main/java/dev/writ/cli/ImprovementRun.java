package dev.writ.cli;

import dev.writ.cli.demo.DemoClock;
import dev.writ.cli.demo.DemoFolder;
import dev.writ.cli.demo.Requests;
import dev.writ.cli.demo.improve.ImprovementDemo;
import dev.writ.cli.demo.improve.Premises;
import dev.writ.cli.demo.improve.Screen;
import dev.writ.server.Settings;
import dev.writ.server.Writ;
import java.nio.file.Path;
import java.util.Map;

/** {@code writ demo --improve}: starts a Writ with a poor configuration, and tells what becomes of it. */
record ImprovementRun(ImprovementDemo.Plan plan, Terminal terminal, Path folder, DemoClock clock) implements Screen {
    private static final int NARROWEST = 30;

    ImprovementDemo.Result run() throws InterruptedException {
        Premises premises = Premises.in(folder);
        Settings settings = Settings.load(
                Map.of(
                        "data", DemoFolder.data(folder).toString(),
                        "port", "0",
                        "config", premises.settings().toString()),
                Map.of("HOME", folder.toString()));
        try (Writ writ = Writ.start(settings, clock)) {
            terminal.message("Model " + writ.modelDescription() + " · nothing leaves this machine · a few minutes");
            Requests.Client client = new Api(writ.url(), writ.token()).client();
            Requests requests = new Requests(client, task -> {});
            return new ImprovementDemo(plan, premises, writ, clock, requests, client, this).run();
        }
    }

    @Override
    public void heading(String text) {
        terminal.message("");
        terminal.message(terminal.bold("── " + text));
    }

    @Override
    public void line(String time, String what, String text) {
        String hour = time.length() >= 19 ? time.substring(11, 19) : time;
        String padded = String.format("%-11s", what);
        int left = Math.max(NARROWEST, terminal.columns() - hour.length() - padded.length() - 4);
        terminal.message(terminal.dim(hour) + "  " + coloured(what, padded) + "  "
                + terminal.fitted(text.replaceAll("\\s+", " ").strip(), left));
    }

    private String coloured(String what, String padded) {
        return switch (what) {
            case "kept" -> terminal.good(padded);
            case "rejected", "taken back" -> terminal.bad(padded);
            case "found", "asked for", "waits" -> terminal.wait(padded);
            default -> padded;
        };
    }
}
