package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import org.junit.jupiter.api.Test;

/** What would become of a request, as a person reads it in a terminal. */
class ForecastTextTest {
    @Test
    void it_says_who_would_do_it_what_asks_a_person_and_what_is_outside() {
        String said = TestingAnswers.said(terminal -> new ForecastText(terminal).print(Json.parse("""
                {"process": "neutral_task", "model": "playbook", "planned": false, "understood": true,
                 "agents": [{"name": "worker"}, {"name": "recovery_agent"}],
                 "expected": [{"tool": "terminal", "scope": {"commands": [["make"]]}, "at_start": false,
                               "outcome": "person", "sentence": "No rule approves it."}],
                 "tools": [{"tool": "sql_lite", "level": "standard", "standing": "outside", "automatic": [], "person": false},
                           {"tool": "terminal", "level": "elevated", "standing": "person", "automatic": [], "person": true}]}""")));
        assertThat(said).contains("Nothing was started.", "one of worker, recovery_agent");
        assertThat(said).contains("asks you", "terminal", "make", "No rule approves it.");
        assertThat(said).contains("outside the ceiling", "a person decides");
        assertThat(said).doesNotContain("not foretold");
    }
}
