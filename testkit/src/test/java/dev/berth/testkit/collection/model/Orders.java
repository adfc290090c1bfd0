package dev.berth.testkit.collection.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/**
 * Every order in which a run can go: each run makes the choices of the one before, but for the last
 * that had another way, and takes the first way wherever nothing was chosen yet.
 */
final class Orders {
  private final List<Integer> chosen = new ArrayList<>();
  private final List<Integer> ways = new ArrayList<>();
  private int depth;

  private Orders() {}

  /**
   * Runs in every order, or in the first of them.
   *
   * @param most how many
   * @param run makes a run, each the same but for what it chooses
   * @return how many there were
   */
  static int all(int most, Consumer<IntUnaryOperator> run) {
    Orders orders = new Orders();
    int runs = 0;
    do {
      orders.depth = 0;
      run.accept(orders::choose);
      runs++;
    } while (runs < most && orders.next());
    return runs;
  }

  private int choose(int count) {
    if (depth == chosen.size()) {
      chosen.add(0);
      ways.add(count);
    } else if (ways.get(depth) != count) {
      throw new AssertionError("the same choices did not give the same run");
    }
    return chosen.get(depth++);
  }

  private boolean next() {
    while (!chosen.isEmpty()) {
      int last = chosen.size() - 1;
      if (chosen.get(last) + 1 < ways.get(last)) {
        chosen.set(last, chosen.get(last) + 1);
        return true;
      }
      chosen.removeLast();
      ways.removeLast();
    }
    return false;
  }
}
