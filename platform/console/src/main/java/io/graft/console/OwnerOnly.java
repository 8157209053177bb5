package io.graft.console;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that nobody but their owner may read, where the file system knows owners. */
final class OwnerOnly {
    private OwnerOnly() {}

    /** An empty file beside another, which will take its place. */
    static Path temporary(Path file) throws IOException {
        return Files.createTempFile(
                file.toAbsolutePath().getParent(), file.getFileName() + ".", ".tmp", attributes(file));
    }

    /** Makes a file unless it is there. */
    static void create(Path file) throws IOException {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.createFile(file, attributes(file));
        } catch (FileAlreadyExistsException e) {
            // it keeps what its owner gave it
        }
    }

    private static FileAttribute<?>[] attributes(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
