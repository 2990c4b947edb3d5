#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "botstore/botstore.hpp"
#include "tests/conformance/support/every_call.hpp"

/// \file
/// late-save URL: saves while the program ends, in the destructor of a global object. That object
/// is made before the library is first used, so it is destroyed after all that the library has made
/// for itself since, if anything destroys that. Fails where the late calls do not work.

using namespace botstore;
using namespace botstore::literals;

namespace {

struct Undone {};

class Bot {
 public:
  Bot() = default;
  Bot(const Bot&) = delete;
  Bot& operator=(const Bot&) = delete;

  ~Bot() {
    try {
      if (!store_) throw std::runtime_error{"the bot was not started"};
      live();
      require_saved("in its destructor");
      store_->close();
      open(url_)->init();
    } catch (const std::exception& error) {
      std::fprintf(stderr, "at the end: %s\n", error.what());
      std::_Exit(EXIT_FAILURE);
    }
  }

  void start(const char* url) {
    url_ = url;
    store_ = open(url);
    store_->init();
    testing::save_rows(*store_);
    live();
    require_saved("in main");
  }

 private:
  /// Every call once: what the library makes for itself at the first is there at the next.
  void live() {
    for (const auto& read : reads_) read.run(*store_, {});
    for (const auto& write : writes_) {
      try {
        store_->transaction([&](Storage& view) {
          write.run(view, {});
          throw Undone{};
        });
      } catch (const Undone&) {
      }
    }
    const auto id = new_id();
    store_->save_message({.thread_id = "t1",
                          .id = id,
                          .role = "user",
                          .content = R"({"largest": 1.7e308, "smallest": 5e-324})"_json});
    if (!store_->get_message({"t1", id})) throw std::runtime_error{"what was saved is not there"};
    ++saved_;
  }

  void require_saved(const std::string& where) const {
    constexpr std::size_t by_save_rows = 2;
    const auto stored = store_->list_messages({.thread_ids = "t1"}).items.size();
    if (stored != by_save_rows + saved_)
      throw std::runtime_error{where + ": " + std::to_string(stored) + " messages are stored"};
  }

  // Made here, so that they outlive the lists that they are copies of.
  std::vector<testing::NamedCall> reads_ = testing::every_read();
  std::vector<testing::NamedCall> writes_ = testing::every_write();
  std::string url_;
  std::unique_ptr<Storage> store_;
  std::size_t saved_ = 0;
};

Bot bot;

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return EXIT_FAILURE;
  bot.start(argv[1]);
  return EXIT_SUCCESS;
}
