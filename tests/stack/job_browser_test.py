"""A job in a real browser: from the file to the last row."""
from selenium.webdriver.common.by import By

from browser import browser, chromium
from fault_injection import hung
from import_job_test import without_their_tickets
from spaconf_stack import mac, number, person, sql, wait_until


def test_an_import_goes_on_while_its_page_is_reloaded_and_ends_by_itself(browser, tmp_path):
    """A table of 1,000 rows from the file to the last row, with a reload in the middle."""
    who, count = person("Hromada Nových"), 1000
    table = tmp_path / "phones.csv"
    table.write_text("login;model;mac;line1_user\n" + "".join(f"{who.login};spa942;{mac()};{number()}\n" for _ in range(count)))
    browser.open("/").driver.find_element(By.LINK_TEXT, "Import phones").click()
    browser.field("table").send_keys(str(table))
    browser.driver.find_element(By.CSS_SELECTOR, "form.upload [type=submit]").click()
    ref = browser.arrived(r"/jobs/(\w+)")[1]
    button = wait_until(lambda: browser.driver.find_elements(By.CSS_SELECTOR, "form.confirm [type=submit]"), "the form that confirms", 60)
    assert button[0].text == f"Import {count} rows" and browser.field("mode-all").is_selected()
    button[0].click()
    progress = "const bar = document.querySelector('progress'); return bar && bar.value"
    done = "SELECT COUNT(*) n FROM job_row JOIN job ON job.id = job_id WHERE job.ref = %s AND is_done"
    wait_until(lambda: sql(done, ref)[0]["n"], "the first rows", 30)
    with hung("worker"):  # it would be ready before the page asks again
        wait_until(lambda: 0 < (browser.driver.execute_script(progress) or 0) < count, "a bar that has moved by itself", 30)
        browser.driver.refresh()
        assert f"of {count} rows done" in browser.field("said").text
    wait_until(lambda: browser.field("said").text == "This job is done.", "the end by itself", 90)
    assert sql("SELECT COUNT(*) n FROM registration WHERE login = %s", who.login)[0]["n"] == count
    assert not browser.driver.find_elements(By.TAG_NAME, "progress")
    assert not [entry for entry in browser.driver.get_log("browser") if entry["level"] == "SEVERE"]
