package dev.writ.model.playbook.turn;

import dev.writ.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A skill can't go on, and the task ends with this. Carries no stack trace: it is an outcome, not a defect. */
public final class SkillStops extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Ending ending;

    public SkillStops(Ending ending) {
        super(ending.result(), null, false, false);
        this.ending = ending;
    }

    public SkillStops(String code, String sentence) {
        this(Ending.failed(code, sentence));
    }

    public SkillStops(String code, String sentence, List<Finding> findings) {
        this(new Ending(false, sentence, findings, code(code)));
    }

    private static ObjectNode code(String code) {
        return Json.object().put("code", code);
    }

    public Ending ending() {
        return ending;
    }
}
