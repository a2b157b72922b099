package dev.writ.tool.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.tool.OperationResult;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class ReadFileTest {
    private static final String READ = "file_system_listing.read_file";

    @TempDir
    Path temp;

    private TestingFiles files;

    @BeforeEach
    void open() {
        files = new TestingFiles(temp);
    }

    @AfterEach
    void close() {
        files.close();
    }

    @Test
    void aFileIsReadAsItIs() {
        files.write("a.txt", "one\r\ntwo\n\nlast");

        OperationResult result = files.call(READ, "{'path': 'a.txt'}");

        assertThat(result.data().path("content").stringValue()).isEqualTo("one\r\ntwo\n\nlast");
        assertThat(result.data().path("total_lines").intValue()).isEqualTo(4);
        assertThat(result.data().path("lines").intValue()).isEqualTo(4);
        assertThat(result.data().path("truncated").booleanValue()).isFalse();
        assertThat(result.text()).isEqualTo("a.txt (14 B, UTF-8, 4 lines), whole:\none\r\ntwo\n\nlast");
    }

    @Test
    void anEmptyFileHasNoLines() {
        files.write("a.txt", "");

        ObjectNode data = files.data(READ, "{'path': 'a.txt'}");

        assertThat(data.path("total_lines").intValue()).isZero();
        assertThat(data.path("content").stringValue()).isEmpty();
        assertThat(data.path("binary").booleanValue()).isFalse();
    }

    @Test
    void linesAreCountedFromOne() {
        files.write("a.txt", "1\n2\n3\n4\n5\n");

        ObjectNode middle = files.data(READ, "{'path': 'a.txt', 'offset': 2, 'limit': 2}");
        assertThat(middle.path("content").stringValue()).isEqualTo("2\n3\n");
        assertThat(middle.path("from_line").intValue()).isEqualTo(2);
        assertThat(middle.path("total_lines").intValue()).isEqualTo(5);
        assertThat(middle.path("truncated").booleanValue()).isTrue();

        ObjectNode end = files.data(READ, "{'path': 'a.txt', 'offset': 5, 'limit': 10}");
        assertThat(end.path("content").stringValue()).isEqualTo("5\n");
        assertThat(end.path("truncated").booleanValue()).isFalse();

        ObjectNode beyond = files.data(READ, "{'path': 'a.txt', 'offset': 6}");
        assertThat(beyond.path("content").stringValue()).isEmpty();
        assertThat(beyond.path("lines").intValue()).isZero();
    }

    @Test
    void theUsualEncodingsAreRecognised() throws IOException {
        String text = "Grüße\nZeile 2\n";
        check("utf8", StandardCharsets.UTF_8, "", text, "UTF-8");
        check("utf8-bom", StandardCharsets.UTF_8, "\uFEFF", text, "UTF-8 with BOM");
        check("utf16le", StandardCharsets.UTF_16LE, "\uFEFF", text, "UTF-16LE");
        check("utf16be", StandardCharsets.UTF_16BE, "\uFEFF", text, "UTF-16BE");
        check("latin1", StandardCharsets.ISO_8859_1, "", text, "ISO-8859-1");
    }

    private void check(String name, Charset charset, String mark, String text, String label) throws IOException {
        Files.write(files.root.resolve(name), (mark + text).getBytes(charset));

        ObjectNode whole = files.data(READ, "{'path': '%s'}".formatted(name));
        assertThat(whole.path("content").stringValue()).as(label).isEqualTo(text);
        assertThat(whole.path("encoding").stringValue()).isEqualTo(label);
        assertThat(whole.path("total_lines").intValue()).isEqualTo(2);
        assertThat(files.data(READ, "{'path': '%s', 'offset': 2}".formatted(name))
                        .path("content")
                        .stringValue())
                .isEqualTo("Zeile 2\n");
    }

    @Test
    void binaryFilesAreNeverShown() throws IOException {
        byte[] compressed = new byte[2_000];
        new java.util.Random(3).nextBytes(compressed);
        Files.write(files.root.resolve("random"), compressed);
        Files.write(files.root.resolve("zero"), new byte[] {'a', 0, 'b'});
        Files.write(
                files.root.resolve("broken16"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0x00, (byte) 0xD8, 0x41, 0x00});
        byte[] late = "x\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        late[150_000] = 0;
        Files.write(files.root.resolve("late"), late);

        for (String name : new String[] {"random", "zero", "broken16"}) {
            OperationResult result = files.call(READ, "{'path': '%s'}".formatted(name));
            assertThat(result.data().path("binary").booleanValue()).as(name).isTrue();
            assertThat(result.data().path("content").stringValue()).isEmpty();
            assertThat(result.text()).contains("binary file");
        }
        assertThat(files.data(READ, "{'path': 'late', 'offset': 75000, 'limit': 100}")
                        .path("binary")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void aLargeFileIsReadInParts() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 400_000; i++) {
            text.append("line ").append(i).append(" äöü€\n");
        }
        Files.writeString(files.root.resolve("big.log"), text);

        ObjectNode first = files.data(READ, "{'path': 'big.log', 'limit': 100000}");
        assertThat(first.path("content").stringValue().length()).isBetween(199_000, 200_000);
        assertThat(first.path("content").stringValue()).endsWith("€\n");
        assertThat(first.path("encoding").stringValue()).isEqualTo("UTF-8");
        assertThat(first.path("truncated").booleanValue()).isTrue();
        assertThat(first.path("total_lines").intValue()).isEqualTo(400_000);
        assertThat(files.data(READ, "{'path': 'big.log', 'offset': 399999}")
                        .path("content")
                        .stringValue())
                .isEqualTo("line 399999 äöü€\nline 400000 äöü€\n");
    }

    @Test
    void oneEndlessLineIsCutBetweenCharacters() throws IOException {
        Files.writeString(files.root.resolve("line"), "a" + "😀".repeat(300_000));

        ObjectNode data = files.data(READ, "{'path': 'line'}");

        assertThat(data.path("content").stringValue()).hasSizeBetween(199_990, 200_000);
        assertThat(data.path("content").stringValue()).endsWith("😀");
        assertThat(data.path("encoding").stringValue()).isEqualTo("UTF-8");
        assertThat(data.path("truncated").booleanValue()).isTrue();
    }

    @Test
    void aFileOfATerabyteOfNothingEndsSoon() throws IOException {
        try (RandomAccessFile sparse =
                new RandomAccessFile(files.root.resolve("sparse").toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }
        assertThat(files.data(READ, "{'path': 'sparse'}").path("binary").booleanValue())
                .isTrue();
    }

    @Test
    void aFolderIsNoFile() {
        files.write("d/x", "");

        assertThat(files.failure(READ, "{'path': 'd'}").message()).contains("is a folder");
        assertThat(files.failure(READ, "{'path': ''}").code()).isEqualTo(FailureCode.INVALID_ARGUMENTS);
        assertThat(files.failure(READ, "{'path': 'missing'}").code()).isEqualTo(FailureCode.NOT_FOUND);
    }
}
