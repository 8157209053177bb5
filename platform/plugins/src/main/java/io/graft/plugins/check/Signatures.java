package io.graft.plugins.check;

import io.graft.pipeline.live.Report;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * Says whether everything in a jar was signed by someone whom this server trusts.
 *
 * <p>A signature says who made a plug-in; it does not fence it in.
 *
 * <p><b>Threading.</b> Thread-safe. The trusted certificates are read anew each time.
 */
public final class Signatures {
    private static final String CHECK = "signature";
    private static final Pattern SIGNATURE_FILE =
            Pattern.compile("META-INF/(SIG-[^/]*|[^/]+\\.(SF|RSA|DSA|EC))", Pattern.CASE_INSENSITIVE);

    private final Trust trust;

    /** Looks signers up in this trust. */
    public Signatures(Trust trust) {
        this.trust = trust;
    }

    /**
     * What was found.
     *
     * @param check the check, which passed
     * @param signer who signed it, or an empty string
     * @param warning what is worth knowing, or an empty string
     */
    public record Signed(Report.Check check, String signer, String warning) {}

    /**
     * Reads all of a jar and checks who signed it.
     *
     * @param developer whether a jar passes with a warning that nobody signed, or nobody trusted; what was changed after it was
     *     signed never passes
     */
    public Signed check(Path file, boolean developer) throws RejectedJar {
        Map<String, CodeSigner[]> entries = new java.util.LinkedHashMap<>();
        boolean signed;
        try (JarFile jar = new JarFile(file.toFile(), true)) {
            signed = read(jar, entries);
        } catch (SecurityException e) {
            throw new RejectedJar(CHECK, "It was changed after it was signed: " + e.getMessage() + ".");
        } catch (IOException e) {
            throw new RejectedJar("whole", "It cannot be read: " + e.getMessage() + ".");
        }
        if (!signed) {
            String sentence = "Nobody signed it.";
            if (developer) return passed(sentence + " It was let in because developer mode is on.", "");
            throw new RejectedJar(
                    CHECK, sentence + " Only signed plug-ins are let in: sign it with jarsigner, or start with --dev.");
        }
        whole(entries);
        try {
            return new Signed(new Report.Check(CHECK, true, "Signed by " + signer(entries) + "."), signer(entries), "");
        } catch (RejectedJar e) {
            if (!developer) throw e;
            return passed(e.getMessage() + " It was let in because developer mode is on.", "");
        }
    }

    private static Signed passed(String sentence, String signer) {
        return new Signed(new Report.Check(CHECK, true, sentence), signer, sentence);
    }

    /** Fills in who signed each entry; whether anyone signed anything. */
    private static boolean read(JarFile jar, Map<String, CodeSigner[]> entries) throws IOException, RejectedJar {
        byte[] buffer = new byte[1 << 16];
        boolean signed = false;
        for (JarEntry entry : Collections.list(jar.entries())) {
            String name = entry.getName();
            boolean ofSignature = SIGNATURE_FILE.matcher(name).matches();
            signed |= ofSignature;
            if (entry.isDirectory()) continue;
            try (InputStream in = jar.getInputStream(entry)) {
                int n;
                do n = in.read(buffer);
                while (n >= 0);
            }
            if (!ofSignature && !name.toUpperCase(Locale.ROOT).equals(JarFile.MANIFEST_NAME))
                entries.put(name, entry.getCodeSigners());
        }
        if (signed) missing(jar.getManifest(), entries.keySet());
        return signed;
    }

    private static void missing(Manifest manifest, Set<String> names) throws RejectedJar {
        if (manifest == null) return;
        for (Map.Entry<String, Attributes> section : manifest.getEntries().entrySet()) {
            boolean digested = section.getValue().keySet().stream()
                    .anyMatch(k -> k.toString().toUpperCase(Locale.ROOT).endsWith("-DIGEST"));
            if (digested
                    && !names.contains(section.getKey())
                    && !section.getKey().endsWith("/"))
                throw new RejectedJar(
                        CHECK,
                        "It was changed after it was signed: '" + JarContents.shown(section.getKey())
                                + "' was taken out.");
        }
    }

    /** Refuses a jar of which only a part is signed, and one whose signature does not hold. */
    private static void whole(Map<String, CodeSigner[]> entries) throws RejectedJar {
        List<String> unsigned = new ArrayList<>();
        entries.forEach((name, signers) -> {
            if (signers == null || signers.length == 0) unsigned.add(name);
        });
        if (unsigned.isEmpty() && !entries.isEmpty()) return;
        if (unsigned.size() == entries.size())
            throw new RejectedJar(
                    CHECK,
                    "Its signature cannot be verified: it is damaged, or made with a method that is not safe any more. Sign it anew.");
        throw new RejectedJar(
                CHECK,
                "Only a part of it is signed: '" + JarContents.shown(unsigned.get(0)) + "'"
                        + (unsigned.size() > 1 ? " and " + (unsigned.size() - 1) + " more" : "")
                        + " came in afterwards. Sign it anew.");
    }

    /** Who signed it; every entry must have a signer who is trusted. */
    private String signer(Map<String, CodeSigner[]> entries) throws RejectedJar {
        Trust.Anchors anchors = trust.read();
        Set<String> names = new HashSet<>();
        Map<CodeSigner, Trust.Verdict> known = new java.util.HashMap<>();
        for (CodeSigner[] signers : entries.values()) {
            Trust.Verdict verdict = null;
            for (CodeSigner signer : signers) {
                Trust.Verdict one = known.computeIfAbsent(signer, s -> anchors.judge(s, new Date()));
                if (verdict == null || one.trusted()) verdict = one;
                if (one.trusted()) break;
            }
            if (verdict == null || !verdict.trusted())
                throw new RejectedJar(CHECK, verdict == null ? "Nobody signed it." : verdict.sentence());
            names.add(verdict.signer());
        }
        return String.join(", ", names.stream().sorted().toList());
    }
}
