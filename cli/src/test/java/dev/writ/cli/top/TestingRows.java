package dev.writ.cli.top;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Rows for tests. */
final class TestingRows {
    static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    private TestingRows() {}

    static Row approval(String id, String what) {
        return new Row(Section.APPROVALS, id, "?", Style.WAIT, "file_edit", "worker", what, true, NOW.plusSeconds(292));
    }

    static Row task(String id, String what) {
        return new Row(Section.TASKS, id, "▸", Style.PLAIN, "working", "worker", what, false, NOW.minusSeconds(61));
    }

    static Row grant(String id, String what) {
        return new Row(Section.GRANTS, id, "●", Style.GOOD, "terminal", "worker", what, true, NOW.plusSeconds(7_320));
    }

    static Snapshot some() {
        return of(List.of(
                approval("approval_1", "write src/** — \"to mend it\""),
                task("task_1", "Mend the report"),
                task("task_2", "Count the lines"),
                grant("grant_1", "run `make` · used 2×")));
    }

    static Snapshot of(List<Row> rows) {
        return new Snapshot("http://127.0.0.1:8420", "playbook", true, rows, "", List.of());
    }

    static Snapshot many() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rows.add(approval("approval_" + i, "write a"));
            rows.add(task("task_" + i, "title " + i));
            rows.add(grant("grant_" + i, "run `make`"));
        }
        return of(rows);
    }
}
