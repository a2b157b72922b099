package dev.writ.tool.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Snapshots as stored: a file or a link as its own bytes, a folder as a compressed list of what it holds (for each entry
 * a letter for its kind, its permissions, its content or its children).
 */
final class SnapshotBytes {
    private static final String FILE = "file";
    private static final String LINK = "link";
    private static final String FOLDER = "directory";

    private SnapshotBytes() {}

    /** Name of the kind; "" for nothing. */
    static String kind(Snapshot snapshot) {
        return switch (snapshot) {
            case Snapshot.Absent ignored -> "";
            case Snapshot.File ignored -> FILE;
            case Snapshot.Link ignored -> LINK;
            case Snapshot.Folder ignored -> FOLDER;
        };
    }

    static int mode(Snapshot snapshot) {
        return switch (snapshot) {
            case Snapshot.Absent ignored -> 0;
            case Snapshot.Link ignored -> 0;
            case Snapshot.File file -> file.mode();
            case Snapshot.Folder folder -> folder.mode();
        };
    }

    static byte[] write(Snapshot snapshot) {
        return switch (snapshot) {
            case Snapshot.Absent ignored -> new byte[0];
            case Snapshot.File file -> file.content();
            case Snapshot.Link link -> link.target();
            case Snapshot.Folder folder -> {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
                    writeEntry(folder, out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                yield bytes.toByteArray();
            }
        };
    }

    static Snapshot read(String kind, int mode, byte[] content) {
        return switch (kind) {
            case "" -> Snapshot.absent();
            case FILE -> new Snapshot.File(mode, content);
            case LINK -> new Snapshot.Link(content);
            case FOLDER -> {
                try (DataInputStream in =
                        new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(content)))) {
                    yield readEntry(in);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            default -> throw new IllegalStateException("unknown kind of snapshot: " + kind);
        };
    }

    private static void writeEntry(Snapshot snapshot, DataOutputStream out) throws IOException {
        switch (snapshot) {
            case Snapshot.Absent ignored -> throw new IllegalArgumentException("A folder holds no absent entries.");
            case Snapshot.File file -> {
                out.writeByte('f');
                out.writeShort(file.mode());
                writeBytes(file.content(), out);
            }
            case Snapshot.Link link -> {
                out.writeByte('l');
                writeBytes(link.target(), out);
            }
            case Snapshot.Folder folder -> {
                out.writeByte('d');
                out.writeShort(folder.mode());
                out.writeInt(folder.children().size());
                for (var child : folder.children().entrySet()) {
                    out.writeUTF(child.getKey());
                    writeEntry(child.getValue(), out);
                }
            }
        }
    }

    private static Snapshot readEntry(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case 'f' -> {
                int mode = in.readShort();
                yield new Snapshot.File(mode, readBytes(in));
            }
            case 'l' -> new Snapshot.Link(readBytes(in));
            case 'd' -> {
                int mode = in.readShort();
                TreeMap<String, Snapshot> children = new TreeMap<>();
                for (int left = in.readInt(); left > 0; left--) {
                    String name = in.readUTF();
                    children.put(name, readEntry(in));
                }
                yield new Snapshot.Folder(mode, children);
            }
            default -> throw new IOException("unknown entry " + kind);
        };
    }

    private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }
}
