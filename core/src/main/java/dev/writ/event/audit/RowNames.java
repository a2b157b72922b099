package dev.writ.event.audit;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.event.AuditedRow;
import dev.writ.event.AuditedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What an event tells of rows. */
final class RowNames {
    private RowNames() {}

    /** @param hash of the row as the event left it; empty where it was gone then */
    record Name(String table, String row, String hash) {
        Stream<AuditedRow> audited() {
            Optional<AuditedTable> known = AuditedTable.named(table);
            return known.stream().map(found -> found.row(row));
        }
    }

    /** None of what cannot be read: the event's leaf says that it was changed then. */
    static List<Name> read(String rows) {
        List<Name> names = new ArrayList<>();
        try {
            for (JsonNode row : Json.parse(rows)) {
                names.add(new Name(
                        row.path(0).asString(""),
                        row.path(1).asString(""),
                        row.path(2).asString("")));
            }
        } catch (WritException e) {
            return List.of();
        }
        return names;
    }
}
