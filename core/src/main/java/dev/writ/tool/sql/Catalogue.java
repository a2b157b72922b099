package dev.writ.tool.sql;

import dev.writ.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The queries over Writ's own database, in {@code writ-queries.yaml} beside this class. */
final class Catalogue {
    private static final String FILE = "writ-queries.yaml";

    private Catalogue() {}

    static List<SqlQuery> queries(SqlKind kind) {
        try (InputStream file = Objects.requireNonNull(Catalogue.class.getResourceAsStream(FILE), FILE)) {
            return QuerySettings.read(new Setting(FILE, new YAMLMapper().readTree(file)), kind);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
