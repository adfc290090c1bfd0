package dev.berth.testkit.loss;

/**
 * An upload that is not complete.
 *
 * @param address where it is asked for and gone on with
 * @param bytes all that it is to have
 * @param acknowledged how many bytes the server said it has
 * @param sent how many it may have at most
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one
record StartedUpload(String address, byte[] bytes, int acknowledged, int sent) {

  StartedUpload sending(int end) {
    return new StartedUpload(address, bytes, acknowledged, end);
  }

  StartedUpload has(int end) {
    return new StartedUpload(address, bytes, end, end);
  }
}
