package dev.writ.model.playbook.skill;

import dev.writ.Json;
import dev.writ.model.playbook.turn.Turn;

/** Tells the user something while work goes on, where that is possible. */
final class Tell {
    private static final int LONGEST = 8_000;

    private final Turn turn;

    Tell(Turn turn) {
        this.turn = turn;
    }

    /** In the words of the turn, and as a message where messages are offered. Whether it arrives changes nothing. */
    void user(String text) {
        turn.say(text);
        turn.call(
                "message_user__send_message",
                Json.object().put("text", Layout.cut(text, LONGEST)).put("type", "info"));
    }
}
