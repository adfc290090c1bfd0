/**
 * Verification of AWS Signature Version 4, in the header and the presigned form.
 *
 * <p>Pure: takes what was received and a function that finds keys, answers with who signed or
 * throws a {@link dev.berth.iam.sigv4.SignatureRefusal}. Knows no HTTP types, no store and no
 * protocol's error codes. Start with {@link dev.berth.iam.sigv4.SigV4}.
 */
@NullMarked
package dev.berth.iam.sigv4;

import org.jspecify.annotations.NullMarked;
