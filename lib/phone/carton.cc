// Tells the bar codes of one carton apart.
#include "phone/carton.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "base/translation.h"
#include "phone/scanned_code.h"
#include "phone/serial.h"

namespace spaconf {
namespace {

[[noreturn]] void reject(const std::string& why) { throw Rejected({{"code", why}}); }

class Reader {
 public:
  explicit Reader(const std::function<bool(const Mac&)>& has_known_oui)
      : has_known_oui_(has_known_oui) {}

  void read(const std::string& typed) {
    const ScannedCode code = read_scanned_code(typed);
    if (code.text.empty()) {
      is_finished_ = true;
    } else if (code.has_swapped_letters) {
      reject(about_swapped_letters(code.text));
    } else if (!read_model(code.text)) {
      read_number(code.text);
    }
  }

  Carton carton() {
    tell_other_makers_address();
    if (serials_.size() > 1) {
      reject(sentence(
          _("These are two serial numbers, {one} and {other}. Scan the codes of one carton."),
          {{"one", serials_[0]}, {"other", serials_[1]}}));
    }
    if (!serials_.empty()) carton_.serial = serials_.front();
    if (!carton_.mac && is_finished_) {
      reject(
          _("Scan the MAC address. It has 12 digits from 0 to 9 and A to F and usually begins "
            "with 000E08."));
    }
    carton_.is_whole = carton_.mac && (is_finished_ || !carton_.serial.empty());
    return std::move(carton_);
  }

 private:
  /// "SPA942", "SPA942-EU", "Linksys SPA942".
  bool read_model(const std::string& text) {
    constexpr std::size_t length = 6;
    const std::string name = lower(text);
    const auto begin = name.find("spa9");
    if (begin == name.npos || (begin > 0 && name[begin - 1] != ' ')) return false;
    // A serial number may begin like this, too.
    if (parse_serial(text) && name.size() > begin + length) return false;
    const Model* model = find_model(name.substr(begin, length));
    if (!model) reject(sentence(_("spaconf does not know the model {model}."), {{"model", text}}));
    if (carton_.model && carton_.model != model) reject(_("These are two models."));
    carton_.model = model;
    return true;
  }

  void read_number(const std::string& text) {
    const auto mac = Mac::parse(text);
    const auto serial = parse_serial(text);
    if (is_article_number(text) && !(mac && has_known_oui_(*mac))) {
      reject(
          sentence(_("{code} is the article's number, which is the same on many cartons. Scan the "
                     "MAC address and the serial number."),
                   {{"code", text}}));
    }
    if (mac && (!serial || has_known_oui_(*mac))) {
      if (carton_.mac && carton_.mac != mac) {
        reject(sentence(
            _("These are two MAC addresses, {one} and {other}. Scan the codes of one carton."),
            {{"one", carton_.mac->colons()}, {"other", mac->colons()}}));
      }
      carton_.mac = mac;
    } else if (serial && !is_short_address(*serial)) {
      if (std::ranges::find(serials_, *serial) == serials_.end()) serials_.push_back(*serial);
    } else if (is_of_other_layout(text)) {
      reject(_(about_other_layout));
    } else {
      reject(
          sentence(_("“{code}” is neither a MAC address nor a serial number."), {{"code", text}}));
    }
  }

  /// Twelve or thirteen digits, of which the last is the check digit.
  /// Source: GS1 General Specifications, section 7.9.1.
  static bool is_article_number(const std::string& text) {
    if (text.size() != 12 && text.size() != 13) return false;
    if (text.find_first_not_of("0123456789") != text.npos) return false;
    int sum = 0, weight = 1;
    for (auto digit = text.rbegin(); digit != text.rend(); ++digit, weight = 4 - weight) {
      sum += (*digit - '0') * weight;
    }
    return sum % 10 == 0;
  }

  /// Eleven hex digits are more likely an address that lacks one.
  static bool is_short_address(const std::string& serial) {
    return serial.size() == 11 && serial.find_first_not_of("0123456789ABCDEF") == serial.npos;
  }

  /// Of two codes, the one that can be an address; nothing else tells those of an unknown maker.
  void tell_other_makers_address() {
    if (carton_.mac || serials_.size() != 2) return;
    const auto is_address = [](const std::string& code) { return Mac::parse(code).has_value(); };
    if (std::ranges::count_if(serials_, is_address) != 1) return;
    const auto found = std::ranges::find_if(serials_, is_address);
    carton_.mac = Mac::parse(*found);
    serials_.erase(found);
  }

  const std::function<bool(const Mac&)>& has_known_oui_;
  Carton carton_;
  std::vector<std::string> serials_;
  bool is_finished_ = false;
};

}  // namespace

Carton read_carton(const std::vector<std::string>& codes,
                   const std::function<bool(const Mac&)>& has_known_oui) {
  Reader reader(has_known_oui);
  for (const std::string& code : codes) reader.read(code);
  return reader.carton();
}

}  // namespace spaconf
