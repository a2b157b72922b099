package dev.writ.insight.compliance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What a report is evidence of, for one control of a framework, and what it is not. Ids and titles are those of the
 * frameworks: ISO/IEC 42001:2023, Annex A, control A.6.2.8 "AI system recording of event logs"; OWASP Top 10 for Agentic
 * Applications 2026 (OWASP GenAI Security Project, December 2025,
 * <a href="https://genai.owasp.org/resource/owasp-top-10-for-agentic-applications-for-2026/">genai.owasp.org</a>), ASI01 to
 * ASI10; Regulation (EU) 2024/1689, Article 12; AICPA Trust Services Criteria 2017, common criteria 6 and 7, in words of
 * our own.
 *
 * @param sections ids of the sections that are the evidence
 */
public record Control(
        String framework, String id, String title, List<String> sections, String evidence, String notCovered) {
    private static final String FILE = "/dev/writ/insight/controls.yaml";

    public Control {
        sections = List.copyOf(sections);
    }

    static List<Control> all() {
        try (InputStream file = Control.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("the file " + FILE + " is not there");
            }
            List<Control> controls = new ArrayList<>();
            for (JsonNode framework : YAMLMapper.shared().readTree(file)) {
                for (JsonNode control : framework.path("controls")) {
                    controls.add(new Control(
                            framework.path("framework").asString(),
                            control.path("id").asString(),
                            control.path("title").asString(),
                            control.path("sections")
                                    .valueStream()
                                    .map(JsonNode::asString)
                                    .toList(),
                            control.path("evidence").asString(),
                            control.path("not_covered").asString()));
                }
            }
            return controls;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
