package dev.writ.mcp.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinesTest {
    @ParameterizedTest
    @CsvSource({
        "'',''",
        "'\n\n\n',''",
        "'a\nb\n','a,b'",
        "'a\r\nb\r\n','a,b'",
        "'a\n\n\nb','a,b'",
        "'12345\n123456\nab\n','12345,TOO LONG,ab'",
        "'1234567','TOO LONG'"
    })
    void aStreamIsItsLinesThatAreNotEmpty(String text, String lines) throws IOException {
        assertThat(String.join(",", read(text))).isEqualTo(lines);
    }

    @Test
    void aLineThatIsTooLongIsSkippedWithoutBeingKept() throws IOException {
        assertThat(read("x".repeat(3_000_000) + "\nb\n")).containsExactly("TOO LONG", "b");
    }

    private static List<String> read(String text) throws IOException {
        Lines lines = new Lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 5);
        List<String> read = new ArrayList<>();
        for (Lines.Line next = lines.next(); !(next instanceof Lines.End); next = lines.next()) {
            read.add(
                    switch (next) {
                        case Lines.Whole whole -> new String(whole.bytes(), StandardCharsets.UTF_8);
                        case Lines.TooLong() -> "TOO LONG";
                        case Lines.End() -> "END";
                    });
        }
        return read;
    }
}
