package dev.writ.tool.git;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * What can be said about a commit's signature without anybody's keyring.
 *
 * @param kind none, openpgp, ssh, x509 or unknown
 * @param verified whether the content was signed by the key of {@code signer}; always false for kinds whose key does not
 *     come with the signature
 * @param signer fingerprint of the key, "" where it was not verified
 * @param trusted whether the installation names that key as one it knows
 */
record CommitSignature(String kind, boolean verified, String signer, boolean trusted) {
    static CommitSignature of(RevCommit commit, List<String> signers) {
        byte[] raw = commit.getRawGpgSignature();
        if (raw == null) {
            return unverified("none");
        }
        String text = new String(raw, StandardCharsets.US_ASCII).strip();
        if (text.startsWith("-----BEGIN PGP SIGNATURE-----")) {
            return unverified("openpgp");
        }
        if (text.startsWith("-----BEGIN SSH SIGNATURE-----")) {
            return ssh(text, signedPart(commit.getRawBuffer()), signers);
        }
        return unverified(text.startsWith("-----BEGIN SIGNED MESSAGE-----") ? "x509" : "unknown");
    }

    private static CommitSignature ssh(String text, byte[] content, List<String> signers) {
        try {
            var signature = SshSignature.read(text).filter(read -> read.verifies(content));
            if (signature.isEmpty()) {
                return unverified("ssh");
            }
            String signer = signature.get().fingerprint();
            return new CommitSignature("ssh", true, signer, signers.contains(signer));
        } catch (GeneralSecurityException e) {
            return unverified("ssh");
        }
    }

    private static CommitSignature unverified(String kind) {
        return new CommitSignature(kind, false, "", false);
    }

    /** The commit without its signature headers, which is what was signed. */
    static byte[] signedPart(byte[] commit) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(commit.length);
        boolean skipping = false;
        int at = 0;
        while (at < commit.length && commit[at] != '\n') {
            int end = at;
            while (end < commit.length && commit[end] != '\n') {
                end++;
            }
            String start = new String(commit, at, Math.min(20, end - at), StandardCharsets.US_ASCII);
            skipping = start.startsWith(" ")
                    ? skipping
                    : start.startsWith("gpgsig ") || start.startsWith("gpgsig-sha256 ");
            if (!skipping) {
                out.write(commit, at, Math.min(end + 1, commit.length) - at);
            }
            at = end + 1;
        }
        if (at < commit.length) {
            out.write(commit, at, commit.length - at);
        }
        return out.toByteArray();
    }

    /** For people. */
    String sentence() {
        if (kind.equals("none")) {
            return "It is not signed.";
        }
        if (!verified) {
            return "It carries a signature of the kind " + kind
                    + (kind.equals("ssh") ? ", which does not fit the commit." : ", which was not verified.");
        }
        return "Its content was signed with the SSH key " + signer
                + (trusted ? ", which this installation knows." : "; whose key that is, is not known.");
    }
}
