package dev.writ.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** What is granted for requests that need no tool at all. */
final class NeedlessGrants implements Measurement {
    private static final String DATA = "bfcl_select";

    @Override
    public String name() {
        return "grants";
    }

    @Override
    public String title() {
        return "Tools granted to requests that need none (BFCL)";
    }

    @Override
    public String explanation() {
        return "The requests for which no tool is right are handed in as they are, to everything that handles a plain "
                + "request: selection, planning, prediction, grants. The model ends each task at once and asks for "
                + "nothing, so whatever is granted, Writ granted by itself. Without a workspace nothing can be predicted; "
                + "with one, a request whose words sound like files is given leave to read below it, for an hour.";
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        EvaluationData data = new EvaluationData(plan.evaluation());
        if (!data.has(DATA)) {
            return List.of(data.missing(title()));
        }
        List<String> requests = new ArrayList<>();
        for (ObjectNode row : data.rows(DATA)) {
            String request = row.path("query").asString("").strip();
            if (row.path("tools").isEmpty() && !request.isEmpty()) {
                requests.add(request);
            }
        }
        List<String> asked = requests.subList(0, Math.min(requests.size(), plan.choose(100, requests.size())));
        return List.of(row(plan, "without a workspace", asked, false), row(plan, "with a workspace", asked, true));
    }

    private static Row row(Plan plan, String name, List<String> requests, boolean inWorkspace) throws Exception {
        try (RunningCore core =
                new RunningCore(plan.newFolder("grants"), new ScriptedModel(request -> ScriptedModel.end()))) {
            requests.forEach(request -> core.ask(request, inWorkspace));
            core.awaitEnds();
            int given = core.number("SELECT COUNT(DISTINCT tree) FROM task_tool_assignments");
            int changing = core.number(
                    "SELECT COUNT(DISTINCT tree) FROM task_tool_assignments WHERE tool <> 'file_system_listing'");
            return Row.of(
                    requests.size() + " requests " + name,
                    String.format(
                            Locale.ROOT,
                            "%.1f %% were granted something (%d), %d of them more than reading below the workspace",
                            100.0 * given / requests.size(),
                            given,
                            changing),
                    "");
        }
    }
}
