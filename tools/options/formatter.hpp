#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace botstore::tools {

/// How --help looks. CLI11's own also says which options exclude or need each other, again at each
/// of them.
class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter();
  [[nodiscard]] std::string make_help(const CLI::App* command, std::string name,
                                      CLI::AppFormatMode mode) const override;
  [[nodiscard]] std::string make_option_opts(const CLI::Option* option) const override;
  [[nodiscard]] std::string make_footer(const CLI::App* command) const override;
};

/// What stands behind an option's name: the type of its value, or the words that it may be. Empty
/// for a flag.
[[nodiscard]] std::string value_name(const CLI::Option& option);

}  // namespace botstore::tools
