package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.insight.Period;
import dev.writ.insight.compliance.Behind;
import dev.writ.insight.compliance.ComplianceReport;
import dev.writ.insight.compliance.Section;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Compliance reports as the API shows them: the very text that is signed. */
final class ComplianceJson {
    /** Names the shape of what follows; another one gets another name. */
    private static final String FORM = "writ-compliance-1";

    private static final String CONTROLS_NOTE =
            "This is no certification and no advice. It says which parts of this report are evidence that people can use "
                    + "for a control, and what of the control the report says nothing about. Whether a control is met is for "
                    + "an auditor to judge.";

    private ComplianceJson() {}

    static ObjectNode of(ComplianceReport report, String version) {
        ObjectNode json = Json.object()
                .put("form", FORM)
                .put("version", version)
                .put("made_at", report.madeAt().toString());
        TallyJson.period(json, report.period())
                .put("events_behind", report.behind())
                .put("log_verified", report.verified());
        ArrayNode sections = json.putArray("sections");
        report.sections().forEach(section -> sections.add(of(section, report.period())));
        ArrayNode controls = json.putArray("controls");
        report.controls().forEach(control -> {
            ObjectNode one = controls.addObject()
                    .put("framework", control.framework())
                    .put("id", control.id())
                    .put("title", control.title());
            one.set("sections", Json.array(control.sections()));
            one.put("evidence", control.evidence()).put("not_covered", control.notCovered());
        });
        return json.put("controls_note", CONTROLS_NOTE);
    }

    private static ObjectNode of(Section section, Period period) {
        ObjectNode json = Json.object()
                .put("id", section.id())
                .put("title", section.title())
                .put("shows", section.shows());
        ArrayNode figures = json.putArray("figures");
        section.figures()
                .forEach(figure -> figures.addObject()
                        .put("id", figure.id())
                        .put("name", figure.name())
                        .put("value", figure.value())
                        .put("events", events(figure.behind(), period)));
        ArrayNode columns = json.putArray("columns");
        section.columns()
                .forEach(column -> columns.addObject().put("key", column.key()).put("name", column.name()));
        ArrayNode rows = json.putArray("rows");
        section.rows().forEach(line -> {
            ObjectNode row = rows.addObject();
            section.columns()
                    .forEach(column ->
                            row.set(column.key(), Json.tree(line.values().getOrDefault(column.key(), ""))));
            row.put("events", events(line.behind(), period));
        });
        return json.put("left_out", section.leftOut()).put("note", section.note());
    }

    private static String events(Behind behind, Period period) {
        return switch (behind) {
            case Behind.Counted counted -> TallyJson.events(counted.activity(), period);
            case Behind.Logged logged -> logged(logged, period);
            case Behind.OneEvent event -> "/api/v1/events/" + event.seq();
            case Behind.Now ignored -> "";
        };
    }

    /** What is about one thing is not cut to the period: what came of it may have come later. */
    private static String logged(Behind.Logged logged, Period period) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("type", logged.type());
        query.put("kind", logged.kind());
        query.put("entity", logged.entity());
        query.put("tree", logged.tree());
        if (logged.entity().isEmpty() && logged.tree().isEmpty()) {
            query.put("from", period.from().toString());
            query.put("until", period.until().toString());
        }
        return "/api/v1/events?"
                + query.entrySet().stream()
                        .filter(one -> !one.getValue().isEmpty())
                        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }
}
