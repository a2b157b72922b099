package dev.writ.store.transfer;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A table as the database's catalogue has it.
 *
 * @param key columns of the primary key
 * @param references names of the tables whose rows must be there before
 */
record Table(String name, List<Column> columns, List<String> key, Set<String> references) {
    Table {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        references = Set.copyOf(references);
    }

    /** A column, and what it holds. */
    record Column(String name, Kind kind) {}

    /** All rows in the order of the key: the same in both databases, which compare texts byte by byte. */
    String selection() {
        return "SELECT " + names() + " FROM " + quoted(name) + " ORDER BY "
                + key.stream().map(Table::quoted).collect(Collectors.joining(", "));
    }

    /** An insertion with a question mark for each column, its own numbers included. */
    String insertion(boolean overriding) {
        return "INSERT INTO " + quoted(name) + " (" + names() + ")" + (overriding ? " OVERRIDING SYSTEM VALUE" : "")
                + " VALUES (" + "?, ".repeat(columns.size() - 1) + "?)";
    }

    private String names() {
        return columns.stream().map(column -> quoted(column.name())).collect(Collectors.joining(", "));
    }

    static String quoted(String name) {
        return "\"" + name + "\"";
    }
}
