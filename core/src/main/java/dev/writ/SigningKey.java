package dev.writ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/**
 * An Ed25519 key of this installation, made at its first use and kept in a file that only its owner can read: two lines,
 * the private key (PKCS #8) and the public one (X.509), each in base64. Safe for use by many threads.
 */
public final class SigningKey {
    /** Bytes of a public key. */
    public static final int PUBLIC_LENGTH = 32;

    private static final String ALGORITHM = "Ed25519";
    private static final byte[] PROBE = "writ".getBytes(StandardCharsets.US_ASCII);
    /** What stands before the bytes of an Ed25519 key in X.509 (RFC 8410). */
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private final PrivateKey secret;
    private final PublicKey open;

    private SigningKey(PrivateKey secret, PublicKey open) {
        this.secret = secret;
        this.open = open;
    }

    /**
     * Reads the key, or makes one where there is none. Not to be called by two at once, who would make two.
     *
     * @param signs what it signs, for messages, for instance {@code reports}
     * @throws WritException with {@code store_damaged} for a file that holds no key, {@code store_read_only} where none can be
     *     written
     */
    public static SigningKey open(Path file, String signs) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            return read(file, signs);
        } catch (IOException e) {
            throw new WritException(
                    Failure.of(
                            FailureCode.STORE_READ_ONLY,
                            "The key of " + signs + " cannot be kept in " + file + ".",
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
                file.toAbsolutePath().getParent(), file.getFileName().toString(), ".new", OwnerOnly.FILE);
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

    private static SigningKey read(Path file, String signs) throws IOException {
        try {
            String[] lines = Files.readString(file).split("\n");
            KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
            Base64.Decoder base64 = Base64.getDecoder();
            SigningKey key = new SigningKey(
                    factory.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(lines[0]))),
                    factory.generatePublic(new X509EncodedKeySpec(base64.decode(lines[1]))));
            if (!verify(key.publicBytes(), PROBE, key.sign(PROBE))) {
                throw damaged(file, signs, new GeneralSecurityException("the two keys do not belong together"));
            }
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw damaged(file, signs, e);
        }
    }

    private static WritException damaged(Path file, String signs, Exception cause) {
        return new WritException(
                Failure.of(
                        FailureCode.STORE_DAMAGED,
                        "The file " + file + " holds no key to sign " + signs + " with.",
                        "Bring it back from a backup, or move it away for a new key; " + signs
                                + " signed so far then need the old public key."),
                cause);
    }

    /** The 32 bytes of the public key (RFC 8032). */
    public byte[] publicBytes() {
        byte[] encoded = open.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - PUBLIC_LENGTH, encoded.length);
    }

    /** A secret for another purpose, which tells nothing about the key: 32 bytes, always the same for the same purpose. */
    public byte[] derive(String purpose) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update((purpose + "\n").getBytes(StandardCharsets.UTF_8));
            return hash.digest(secret.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    public byte[] sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key cannot sign", e);
        }
    }

    /** Whether the key of these 32 bytes signed that. */
    public static boolean verify(byte[] publicBytes, byte[] bytes, byte[] signed) {
        if (publicBytes.length != PUBLIC_LENGTH) {
            return false;
        }
        try {
            byte[] encoded = Arrays.copyOf(X509, X509.length + PUBLIC_LENGTH);
            System.arraycopy(publicBytes, 0, encoded, X509.length, PUBLIC_LENGTH);
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded)));
            signature.update(bytes);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
