#include <future>
#include <latch>
#include <thread>

#include "botstore/memory.hpp"
#include "botstore/storage_wrapper.hpp"
#include "tests/catch.hpp"

using namespace botstore;
using namespace std::chrono_literals;

namespace {

ErrorCode code_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.code();
  }
  FAIL("nothing was thrown");
  return {};
}

/// A store whose gets hang until close() cancels them, like a backend that waits for a server.
class Hanging : public StorageWrapper {
 public:
  using StorageWrapper::StorageWrapper;
  std::latch hangs{1};

 protected:
  std::optional<Thread> do_get_thread(std::string_view, const GetThreadOptions&,
                                      const CallOptions&) override {
    hangs.count_down();
    std::latch cancelled{1};
    const std::stop_callback on_closing{closing(), [&] { cancelled.count_down(); }};
    cancelled.wait();
    throw Error(ErrorCode::cancelled, {.cause = "the store is closing"});
  }
  std::unique_ptr<Storage> wrap_transaction(Storage& view) override {
    return std::make_unique<Hanging>(view);
  }
};

/// A plain wrapper: what hangs in it hangs in the inner store.
class Plain : public StorageWrapper {
 public:
  using StorageWrapper::StorageWrapper;

 protected:
  std::unique_ptr<Storage> wrap_transaction(Storage& view) override {
    return std::make_unique<Plain>(view);
  }
};

}  // namespace

TEST_CASE("close cancels a call that outlives the grace") {
  Hanging store{make_memory_store()};
  ErrorCode code{};
  std::thread caller{[&] { code = code_of([&] { (void)store.get_thread("t1"); }); }};
  store.hangs.wait();
  store.close({.grace = 0s});
  caller.join();
  CHECK(code == ErrorCode::cancelled);
}

TEST_CASE("closing a wrapper cancels what hangs in the inner store") {
  auto inner = std::make_unique<Hanging>(make_memory_store());
  auto& hangs = inner->hangs;
  Plain store{std::move(inner)};
  ErrorCode code{};
  std::thread caller{[&] { code = code_of([&] { (void)store.get_thread("t1"); }); }};
  hangs.wait();
  store.close({.grace = 0s});
  caller.join();
  CHECK(code == ErrorCode::cancelled);
}

TEST_CASE("close refuses new calls while it waits for a transaction that ends within the grace") {
  const auto store = make_memory_store();
  store->init();
  // On a thread of its own: the transaction's own thread is refused for another reason.
  const auto refuses = [&] {
    return std::async(std::launch::async,
                      [&] {
                        try {
                          return store->get_thread("t1").has_value();
                        } catch (const Error& error) {
                          return error.code() == ErrorCode::closed;
                        }
                      })
        .get();
  };
  std::latch running{1};
  bool committed = false;
  std::thread caller{[&] {
    store->transaction([&](Storage& view) {
      running.count_down();
      while (!refuses()) std::this_thread::yield();
      view.save_thread({.id = "t1", .resource_id = "r"});
    });
    committed = true;
  }};
  running.wait();
  store->close({.grace = 1h});
  caller.join();
  CHECK(committed);
}

TEST_CASE("a transaction whose function outlives close is undone and told so") {
  const auto store = make_memory_store();
  store->init();
  std::latch running{1};
  std::latch closed{1};
  ErrorCode inside{};
  ErrorCode outside{};
  std::thread caller{[&] {
    outside = code_of([&] {
      store->transaction([&](Storage& view) {
        view.save_thread({.id = "t1", .resource_id = "r"});
        running.count_down();
        closed.wait();
        inside = code_of([&] { (void)view.get_thread("t1"); });
      });
    });
  }};
  running.wait();
  store->close({.grace = 0s});
  closed.count_down();
  caller.join();
  CHECK(inside == ErrorCode::closed);
  CHECK(outside == ErrorCode::closed);
}

TEST_CASE("a thread that ends its transaction silently after close is told that it was undone") {
  const auto store = make_memory_store();
  store->init();
  std::latch running{1};
  std::latch closed{1};
  ErrorCode outside{};
  std::thread caller{[&] {
    outside = code_of([&] {
      store->transaction([&](Storage& view) {
        view.save_thread({.id = "t1", .resource_id = "r"});
        running.count_down();
        closed.wait();
      });
    });
  }};
  running.wait();
  store->close({.grace = 0s});
  closed.count_down();
  caller.join();
  CHECK(outside == ErrorCode::cancelled);
}

TEST_CASE("two threads may close at once, and both come back when it is done") {
  const auto store = make_memory_store();
  store->init();
  std::thread other{[&] { store->close(); }};
  store->close();
  other.join();
  CHECK(code_of([&] { (void)store->get_thread("t1"); }) == ErrorCode::closed);
}
