package io.graft.plugins.check;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Looks at the bytes of a zip that no library tells of: whether it ends where it should and nothing stands before or after it.
 *
 * <p>The end record is the last thing a writer writes, so a jar that was cut off anywhere has none.
 */
final class ZipDirectory {
    static final int MOST_ENTRIES = 65_000;
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int LOCAL = 0x04034b50;
    private static final int MOST_COMMENT = 0xffff;

    private ZipDirectory() {}

    /** Checks the frame of a zip. */
    static void check(Path file) throws RejectedJar, IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size == 0) throw new RejectedJar("whole", "The file is empty.");
            boolean begins = size >= 4 && read(channel, 0, 4).getInt() == LOCAL;
            ByteBuffer tail = read(channel, Math.max(0, size - END_BYTES - MOST_COMMENT), -1);
            int last = end(tail);
            if (last < 0) {
                if (!begins) throw new RejectedJar("whole", "It is no zip, so it is no jar.");
                throw new RejectedJar(
                        "whole",
                        "It is not whole: after " + size
                                + " bytes the list of its contents is missing. It was cut off; copy it again.");
            }
            long end = size - tail.limit() + last;
            int comment = Short.toUnsignedInt(tail.getShort(last + 20));
            long after = size - end - END_BYTES - comment;
            if (after > 0)
                throw new RejectedJar("whole", "It is not as it was made: " + after + " bytes stand after its end.");
            if (after < 0)
                throw new RejectedJar("whole", "It is not whole: it was cut off " + -after + " bytes too early.");
            int entries = Short.toUnsignedInt(tail.getShort(last + 10));
            if (entries > MOST_ENTRIES)
                throw new RejectedJar(
                        "whole", "It holds " + entries + " entries; a plug-in may hold " + MOST_ENTRIES + ".");
            long directory = Integer.toUnsignedLong(tail.getInt(last + 16));
            long bytes = Integer.toUnsignedLong(tail.getInt(last + 12));
            if (directory + bytes > end)
                throw new RejectedJar(
                        "whole", "It is not whole: " + (directory + bytes - end) + " bytes are missing in it.");
            if (directory + bytes < end || !begins && entries > 0)
                throw new RejectedJar("whole", "It is not as it was made: something stands before its beginning.");
        }
    }

    /** Where the end record stands; -1 when there is none. What follows it must be its comment, or it is taken for garbage. */
    private static int end(ByteBuffer tail) {
        int found = -1;
        for (int i = tail.limit() - END_BYTES; i >= 0; i--) {
            if (tail.getInt(i) != END) continue;
            if (i + END_BYTES + Short.toUnsignedInt(tail.getShort(i + 20)) == tail.limit()) return i;
            if (found < 0) found = i;
        }
        return found;
    }

    private static ByteBuffer read(FileChannel channel, long at, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes < 0 ? (int) (channel.size() - at) : bytes)
                .order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining())
            if (channel.read(buffer, at + buffer.position()) < 0) throw new EOFException("the file became shorter");
        return buffer.flip();
    }
}
