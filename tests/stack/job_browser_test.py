"""A job in a real browser: from the file to the last row."""
from selenium.webdriver.common.by import By

from browser import browser, chromium
from import_job_test import without_their_tickets
from spaconf_stack import mac, number, person, sql, wait_until


def test_an_import_goes_on_while_its_page_is_reloaded_and_ends_by_itself(browser, tmp_path):
    """A table of 200 rows from the file to the last row, with a reload in the middle."""
    who, count = person("Hromada Nových"), 200
    table = tmp_path / "phones.csv"
    table.write_text("login;model;mac;line1_user\n" + "".join(f"{who.login};spa942;{mac()};{number()}\n" for _ in range(count)))
    browser.open("/").driver.find_element(By.LINK_TEXT, "Import phones").click()
    browser.field("table").send_keys(str(table))
    browser.driver.find_element(By.CSS_SELECTOR, "form.upload [type=submit]").click()
    browser.arrived(r"/jobs/(\w+)")
    button = wait_until(lambda: browser.driver.find_elements(By.CSS_SELECTOR, "form.confirm [type=submit]"), "the form that confirms", 30)
    assert button[0].text == f"Import {count} rows" and browser.field("mode-all").is_selected()
    button[0].click()
    progress = "const bar = document.querySelector('progress'); return bar && bar.value"
    wait_until(lambda: 0 < (browser.driver.execute_script(progress) or 0) < count, "a bar that has moved by itself", 30)
    browser.driver.refresh()
    assert f"of {count} rows done" in browser.field("said").text
    wait_until(lambda: browser.field("said").text == "This job is done.", "the end by itself", 60)
    assert sql("SELECT COUNT(*) n FROM registration WHERE login = %s", who.login)[0]["n"] == count
    assert not browser.driver.find_elements(By.TAG_NAME, "progress")
    assert not [entry for entry in browser.driver.get_log("browser") if entry["level"] == "SEVERE"]
