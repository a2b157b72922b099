package dev.writ.model.playbook.turn;

import java.util.List;

/** The skill needs results that are not there yet: the turn ends with these calls. */
final class TurnEnds extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient String text;
    private final transient List<Turn.Wanted> calls;

    TurnEnds(String text, List<Turn.Wanted> calls) {
        super("", null, false, false);
        this.text = text;
        this.calls = List.copyOf(calls);
    }

    String text() {
        return text;
    }

    List<Turn.Wanted> calls() {
        return calls;
    }
}
