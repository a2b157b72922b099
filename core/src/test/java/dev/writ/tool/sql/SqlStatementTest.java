package dev.writ.tool.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlStatementTest {
    @Test
    void namesBecomeQuestionMarksInTheirOrder() throws Exception {
        SqlStatement statement = SqlStatement.parse("SELECT :b, a FROM t WHERE a = :a_1 OR b >= :b;  ");
        assertThat(statement.positional().strip()).isEqualTo("SELECT ?, a FROM t WHERE a = ? OR b >= ?");
        assertThat(statement.names()).containsExactly("b", "a_1", "b");
    }

    @Test
    void quotedTextCommentsAndCastsHoldNoParameters() throws Exception {
        SqlStatement statement = SqlStatement.parse("""
                SELECT ':a ; ? $1', 'it''s :b', ":c", `d:e` -- :f ; DROP
                /* :g ; ? */ , x::text FROM t""");
        assertThat(statement.names()).isEmpty();
        assertThat(statement.positional())
                .contains("':a ; ? $1'", "'it''s :b'", "x::text")
                .doesNotContain("DROP", ":g");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1; SELECT 2",
                "SELECT 1; DROP TABLE t",
                "SELECT 1;;",
                "SELECT 1; COMMIT",
                "SELECT 1 /* ; */ ; DELETE FROM t --",
                "SELECT 1 -- hidden\n; DELETE FROM t",
                "SELECT ''';' ; DELETE FROM t"
            })
    void twoStatementsAreRefused(String sql) {
        assertThatThrownBy(() -> SqlStatement.parse(sql)).hasMessageContaining("more than one statement");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-- SELECT 1",
                "DELETE FROM t",
                "INSERT INTO t VALUES (1)",
                "PRAGMA writable_schema = 1",
                "ATTACH 'x' AS y",
                "VACUUM INTO 'x'",
                "EXPLAIN ANALYZE DELETE FROM t",
                "COPY t TO PROGRAM 'sh'",
                "CALL p()",
                "DO 'x'",
                "COMMIT",
                "BEGIN",
                "SET x = 1",
                "/* SELECT */ DROP TABLE t",
                "ＳＥＬＥＣＴ 1",
                "1 SELECT"
            })
    void whatDoesNotBeginAsAReadIsRefused(String sql) {
        assertThatThrownBy(() -> SqlStatement.parse(sql)).isInstanceOf(SqlStatement.NotReadable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT $$ ; DROP TABLE t $$",
                "SELECT $a$ x $a$",
                "SELECT $1",
                "SELECT ?",
                "SELECT ?1",
                "SELECT @x",
                "SELECT E'\\' ; DROP TABLE t --'",
                "SELECT /* /* */ 1 */ 2",
                "SELECT /* 1",
                "SELECT 'a",
                "SELECT \"a",
                "SELECT 1\u0000; DROP TABLE t",
                "SELECT 1 \u202e + 2",
                "SELECT 1 \u200b"
            })
    void formsThatDatabasesReadDifferentlyAreRefused(String sql) {
        assertThatThrownBy(() -> SqlStatement.parse(sql)).isInstanceOf(SqlStatement.NotReadable.class);
    }

    @Property
    void whatStandsInQuotesIsCopiedAsItIs(@ForAll String text) throws Exception {
        String quoted = "'" + text.replace("'", "''") + "'";
        SqlStatement statement = SqlStatement.parse("SELECT " + quoted + " WHERE :a = 1");
        assertThat(statement.positional()).isEqualTo("SELECT " + quoted + " WHERE ? = 1");
        assertThat(statement.names()).isEqualTo(List.of("a"));
    }
}
