package dev.writ.store.transfer;

import dev.writ.store.transfer.Table.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * The tables that are moved: those of a file. A server has them too, and others about its nodes, which mean nothing
 * elsewhere.
 */
final class Catalogue {
    private static final String TABLES = """
            SELECT name FROM sqlite_schema
            WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB 'flyway_*' ORDER BY name
            """;
    private static final String COLUMNS = "SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid";
    private static final String REFERENCES = "SELECT \"table\" FROM pragma_foreign_key_list(?)";

    private Catalogue() {}

    /** In an order in which each comes after those it refers to. */
    static List<Table> of(Connection file) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement query = file.prepareStatement(TABLES);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        List<Table> tables = new ArrayList<>();
        for (String name : names) {
            tables.add(table(file, name));
        }
        return inOrder(tables);
    }

    private static Table table(Connection file, String name) throws SQLException {
        List<Column> columns = new ArrayList<>();
        TreeMap<Integer, String> key = new TreeMap<>();
        try (PreparedStatement query = file.prepareStatement(COLUMNS)) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    columns.add(new Column(rows.getString(1), Kind.of(rows.getString(2))));
                    if (rows.getInt(3) > 0) {
                        key.put(rows.getInt(3), rows.getString(1));
                    }
                }
            }
        }
        return new Table(name, columns, List.copyOf(key.values()), references(file, name));
    }

    private static Set<String> references(Connection file, String name) throws SQLException {
        Set<String> references = new HashSet<>();
        try (PreparedStatement query = file.prepareStatement(REFERENCES)) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    references.add(rows.getString(1));
                }
            }
        }
        references.remove(name);
        return references;
    }

    private static List<Table> inOrder(List<Table> tables) {
        List<Table> ordered = new ArrayList<>();
        Set<String> placed = new HashSet<>();
        List<Table> rest = new ArrayList<>(tables);
        while (!rest.isEmpty()) {
            List<Table> next = rest.stream()
                    .filter(table -> placed.containsAll(table.references()))
                    .toList();
            if (next.isEmpty()) {
                throw new IllegalStateException("tables refer to each other in a circle: " + rest);
            }
            ordered.addAll(next);
            next.forEach(table -> placed.add(table.name()));
            rest.removeAll(next);
        }
        return ordered;
    }
}
