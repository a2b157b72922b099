package dev.writ.insight.compliance;

import dev.writ.insight.compliance.Section.Figure;
import dev.writ.insight.compliance.Section.Line;
import java.util.List;
import java.util.Map;

/** What of the sandbox is present on this machine. */
final class Layers {
    private Layers() {}

    static Section of(List<SandboxLayer> layers) {
        long present = layers.stream().filter(SandboxLayer::present).count();
        return Section.of(
                "sandbox",
                "What keeps commands in",
                "Layers of the sandbox on this machine, looked at when the report was made.",
                List.of(
                        new Figure("present", "present", present, new Behind.Now()),
                        new Figure("missing", "missing", layers.size() - present, new Behind.Now())),
                Section.columns("name", "Layer", "present", "Present", "detail", "Detail"),
                layers.stream()
                        .map(layer -> new Line(
                                Map.of("name", layer.name(), "present", layer.present(), "detail", layer.detail()),
                                new Behind.Now()))
                        .toList(),
                "Which layers each command ran under is in the record of its call; where one is missing, the command is refused.");
    }
}
