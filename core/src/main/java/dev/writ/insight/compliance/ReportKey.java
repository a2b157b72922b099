package dev.writ.insight.compliance;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Set;

/**
 * The key that reports are signed with, Ed25519. It is made at its first use and kept in a file that only its owner can read:
 * two lines, the private key (PKCS #8) and the public one (X.509), each in base64. Safe for use by many threads.
 */
public final class ReportKey {
    private static final String ALGORITHM = "Ed25519";
    private static final String PROBE = "writ";

    private final PrivateKey secret;
    private final PublicKeyText publicKey;

    private ReportKey(PrivateKey secret, PublicKeyText publicKey) {
        this.secret = secret;
        this.publicKey = publicKey;
    }

    /**
     * Reads the key, or makes one where there is none. Not to be called by two at once, who would make two.
     *
     * @throws WritException with {@code store_damaged} for a file that holds no key, {@code store_read_only} where none can be
     *     written
     */
    public static ReportKey open(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            return read(file);
        } catch (IOException e) {
            throw new WritException(
                    Failure.of(
                            FailureCode.STORE_READ_ONLY,
                            "The key of reports cannot be kept in " + file + ".",
                            "Give yourself read and write permission for the data folder, and check the free space."),
                    e);
        }
    }

    private static void make(Path file) throws IOException {
        KeyPair pair;
        try {
            pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK makes no Ed25519 keys", e);
        }
        Base64.Encoder base64 = Base64.getEncoder();
        String text = base64.encodeToString(pair.getPrivate().getEncoded()) + "\n"
                + base64.encodeToString(pair.getPublic().getEncoded()) + "\n";
        Path fresh = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                file.getFileName().toString(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (FileChannel channel = FileChannel.open(fresh, Set.of(StandardOpenOption.WRITE))) {
                channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static ReportKey read(Path file) throws IOException {
        try {
            String[] lines = Files.readString(file).split("\n");
            KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
            Base64.Decoder base64 = Base64.getDecoder();
            ReportKey key = new ReportKey(
                    factory.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(lines[0]))),
                    PublicKeyText.of(factory.generatePublic(new X509EncodedKeySpec(base64.decode(lines[1])))));
            if (!key.publicKey.fits(
                    PROBE.getBytes(StandardCharsets.US_ASCII), key.sign(PROBE.getBytes(StandardCharsets.US_ASCII)))) {
                throw damaged(file, new GeneralSecurityException("the two keys do not belong together"));
            }
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw damaged(file, e);
        }
    }

    private static WritException damaged(Path file, Exception cause) {
        return new WritException(
                Failure.of(
                        FailureCode.STORE_DAMAGED,
                        "The file " + file + " holds no key to sign reports with.",
                        "Bring it back from a backup, or move it away for a new key; reports signed so far then need the "
                                + "old public key."),
                cause);
    }

    /** What others check signatures with. */
    public PublicKeyText publicKey() {
        return publicKey;
    }

    byte[] sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key cannot sign", e);
        }
    }
}
