// Draws bar codes. Only this file uses libzint.
#include "base/code128.h"

#include <zint.h>

#include <memory>
#include <stdexcept>

namespace spaconf {
namespace {

struct Delete {
  void operator()(zint_symbol* symbol) const { ZBarcode_Delete(symbol); }
};

bool is_dark(const zint_symbol& symbol, int module) {
  return (symbol.encoded_data[0][module / 8] >> (module % 8) & 1) != 0;
}

}  // namespace

BarCode code128(const std::string& text) {
  const std::unique_ptr<zint_symbol, Delete> symbol(ZBarcode_Create());
  if (!symbol) throw std::bad_alloc();
  symbol->symbology = BARCODE_CODE128;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (ZBarcode_Encode(symbol.get(), bytes, static_cast<int>(text.size())) >= ZINT_ERROR) {
    throw std::invalid_argument(std::string("code128: ") + symbol->errtxt);
  }
  BarCode code{.width = symbol->width, .path = {}};
  for (int begin = 0; begin < code.width;) {
    int end = begin + 1;
    while (end < code.width && is_dark(*symbol, end) == is_dark(*symbol, begin)) ++end;
    if (is_dark(*symbol, begin)) {
      code.path += "M" + std::to_string(begin) + " 0h" + std::to_string(end - begin) + "v1H" +
                   std::to_string(begin) + "z";
    }
    begin = end;
  }
  return code;
}

}  // namespace spaconf
