package dev.writ.insight.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class SignedReportTest {
    private static final ReportKey KEY = temporaryKey();
    private static final String SIGNED =
            SignedReport.sign(report("what was done"), KEY).write();

    @Test
    void whatIsSignedIsVerifiedAndReadsAsBefore() {
        SignedReport read = SignedReport.verify(SIGNED);
        assertThat(Json.parseObject(read.report())).isEqualTo(report("what was done"));
        assertThat(read.key()).isEqualTo(KEY.publicKey());
        assertThat(SignedReport.verify(SIGNED + "\n")).isEqualTo(read);
    }

    @Property(tries = 400)
    void aReportOfAnyTextIsVerified(@ForAll String text) {
        Assume.that(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text));
        String signed = SignedReport.sign(report(text), KEY).write();
        assertThat(Json.parseObject(SignedReport.verify(signed).report())
                        .path("text")
                        .asString())
                .isEqualTo(text);
    }

    @Property(tries = 1_000)
    void noByteCanBeChanged(@ForAll("places") int place, @ForAll @IntRange(min = 1, max = 255) int difference) {
        byte[] bytes = SIGNED.getBytes(StandardCharsets.UTF_8);
        bytes[place] ^= (byte) difference;
        refused(new String(bytes, StandardCharsets.UTF_8));
    }

    @Property(tries = 300)
    void noByteCanBeAddedOrTakenAway(@ForAll("places") int place, @ForAll char added) {
        refused(SIGNED.substring(0, place) + SIGNED.substring(place + 1));
        refused(SIGNED.substring(0, place) + added + SIGNED.substring(place));
    }

    @Provide
    Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, SIGNED.length() - 1);
    }

    @Test
    void theLastLettersOfASignatureStandForItsBytesInOneWayOnly() {
        int end = SIGNED.indexOf("\",\"key\"");
        char last = SIGNED.charAt(end - 1);
        for (char other : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
            if (other != last) {
                refused(SIGNED.substring(0, end - 1) + other + SIGNED.substring(end));
            }
        }
    }

    @Test
    void aReportUnderAnotherKeyNamesThatKey() {
        ReportKey other = temporaryKey();
        SignedReport forged =
                SignedReport.verify(SignedReport.sign(report("nothing"), other).write());
        assertThat(forged.key()).isEqualTo(other.publicKey()).isNotEqualTo(KEY.publicKey());
        SignedReport mixed = new SignedReport(forged.report(), forged.signature(), KEY.publicKey());
        refused(mixed.write());
    }

    @Test
    void whatIsNoReportIsRefused() {
        for (String file : new String[] {"", "{}", "null", "[1]", "{\"report\": 1}", "not even JSON"}) {
            refused(file);
        }
    }

    @Test
    void itIsAJsonWebSignatureAsOthersReadIt() {
        SignedReport read = SignedReport.verify(SIGNED);
        String header = read.signature().substring(0, read.signature().indexOf('.'));
        assertThat(new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8))
                .isEqualTo("{\"alg\":\"EdDSA\",\"kid\":\"" + read.key().id() + "\"}");
    }

    @Test
    void thumbprintsAreThoseOfTheStandard() {
        // RFC 8037, appendix A.3.
        assertThat(new PublicKeyText("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").id())
                .isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    @Test
    void theKeyIsMadeOnceAndOnlyItsOwnerReadsIt(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("report-key");
        ReportKey made = ReportKey.open(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(ReportKey.open(file).publicKey()).isEqualTo(made.publicKey());
        assertThat(folder).isDirectoryContaining("glob:**/report-key");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFileThatIsNoKeyIsDamagedAndStays(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("report-key");
        String one = Files.readString(keyFile(folder.resolve("one")));
        String other = Files.readString(keyFile(folder.resolve("other")));
        String mixed = one.lines().findFirst().orElseThrow() + "\n"
                + other.lines().skip(1).findFirst().orElseThrow() + "\n";
        for (String content : new String[] {"", "x\ny\n", one.substring(0, 20), mixed}) {
            Files.writeString(file, content);
            assertThat(catchThrowableOfType(WritException.class, () -> ReportKey.open(file))
                            .failure()
                            .code())
                    .as(content)
                    .isEqualTo(FailureCode.STORE_DAMAGED);
            assertThat(file).hasContent(content);
        }
    }

    @Test
    void whereNothingCanBeWrittenThereIsNoKey(@TempDir Path folder) {
        assertThat(catchThrowableOfType(WritException.class, () -> ReportKey.open(folder.resolve("none/report-key")))
                        .failure()
                        .code())
                .isEqualTo(FailureCode.STORE_READ_ONLY);
    }

    private static Path keyFile(Path file) {
        ReportKey.open(file);
        return file;
    }

    private static void refused(String file) {
        assertThat(catchThrowableOfType(WritException.class, () -> SignedReport.verify(file))
                        .failure()
                        .code())
                .as(file)
                .isEqualTo(FailureCode.INVALID_ARGUMENTS);
    }

    private static ObjectNode report(String text) {
        return Json.object().put("form", "writ-compliance-1").put("text", text);
    }

    private static ReportKey temporaryKey() {
        try {
            Path folder = Files.createTempDirectory("writ-key");
            Path file = folder.resolve("report-key");
            ReportKey key = ReportKey.open(file);
            Files.delete(file);
            Files.delete(folder);
            return key;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
